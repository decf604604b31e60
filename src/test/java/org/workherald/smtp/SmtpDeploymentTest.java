package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SmtpDeploymentTest {

  /** The settings as the environment names them. */
  private static SmtpDeployment from(Map<String, String> environment) {
    return new SmtpDeployment(
        new SmallRyeConfigBuilder()
            .withMapping(SmtpConfig.class)
            .withMapping(SessionConfig.class)
            .addDiscoveredConverters()
            .withSources(new EnvConfigSource(environment, 300))
            .build()
            .getConfigMapping(SmtpConfig.class));
  }

  @Test
  void readsTheEnvironment() {
    SmtpDeployment deployment =
        from(
            Map.ofEntries(
                Map.entry("WORKHERALD_SMTP_HOST", "STARTTLS:smtp.example.com"),
                Map.entry("WORKHERALD_SMTP_PORT", "2587"),
                Map.entry("WORKHERALD_SMTP_FROM", "workflow@example.com"),
                Map.entry("WORKHERALD_SMTP_FROM_NAME", "Workflow Engine"),
                Map.entry("WORKHERALD_SMTP_REPLY_TO", "help@example.com"),
                Map.entry("WORKHERALD_SMTP_USERNAME", "kim"),
                Map.entry("WORKHERALD_SMTP_PASSWORD", "s3cret"),
                Map.entry("WORKHERALD_SMTP_CONNECTIONS", "5"),
                Map.entry("WORKHERALD_SMTP_MESSAGES_PER_MINUTE", "0"),
                Map.entry("WORKHERALD_SMTP_SESSION_MAX_MAILS", "7")));
    assertThat(deployment.problem()).isEmpty();
    SmtpSettings settings = deployment.settings().orElseThrow();
    assertThat(settings.server()).isEqualTo("smtp.example.com:2587");
    assertThat(settings.endpoint().tls()).isEqualTo(TlsMode.STARTTLS);
    assertThat(settings.from()).isEqualTo("workflow@example.com");
    assertThat(settings.fromName()).isEqualTo("Workflow Engine");
    assertThat(settings.replyTo()).isEqualTo("help@example.com");
    assertThat(settings.login().username()).isEqualTo("kim");
    assertThat(settings.login().password().value()).isEqualTo("s3cret");
    assertThat(settings.connections()).isEqualTo(5);
    assertThat(settings.messagesPerMinute()).isZero();
  }

  @Test
  void isEmptyWithoutAHost() {
    SmtpDeployment deployment = from(Map.of("WORKHERALD_SMTP_FROM", "workflow@example.com"));
    assertThat(deployment.settings()).isEmpty();
    assertThat(deployment.problem()).isEmpty();
  }

  @Test
  void tellsEverythingThatIsWrongByItsKey() {
    SmtpDeployment deployment =
        from(
            Map.of(
                "WORKHERALD_SMTP_HOST", "smtp.example.com",
                "WORKHERALD_SMTP_PORT", "many",
                "WORKHERALD_SMTP_TLS", "maybe",
                "WORKHERALD_SMTP_FROM", "WorkflowEngine",
                "WORKHERALD_SMTP_PASSWORD", "s3cret",
                "WORKHERALD_SMTP_MESSAGES_PER_MINUTE", "few"));
    assertThat(deployment.settings()).isEmpty();
    assertThat(deployment.problem().orElseThrow())
        .contains(
            "workherald.smtp.port must be a number",
            "workherald.smtp.tls",
            "workherald.smtp.from must be a mail address",
            "workherald.smtp.password",
            "workherald.smtp.messages-per-minute")
        .doesNotContain("s3cret");
  }
}
