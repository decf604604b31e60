package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.validation.Violation;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.access.AuditAction;
import org.workherald.access.AuditTrails;
import org.workherald.store.Database;
import org.workherald.store.Dialect;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

/** Looking at servers is no way to scan ports. */
class ProbeRulesTest {

  private final MovableClock clock = new MovableClock();
  private Database database;

  @BeforeEach
  void empty() {
    database = TestDatabase.emptied(Dialect.SQLITE).database();
  }

  private ProbeRules rules(String... config) {
    return rulesBeside("mail.example.com", config);
  }

  private ProbeRules rulesBeside(String ownHost, String... config) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().withMapping(ProbeConfig.class).addDiscoveredConverters();
    for (int i = 0; i < config.length; i += 2) {
      builder.withDefaultValue("workherald.probe." + config[i], config[i + 1]);
    }
    SmtpSettings own = Rig.settings(ownHost, 25, TlsMode.STARTTLS, null, 1);
    return new ProbeRules(
        builder.build().getConfigMapping(ProbeConfig.class),
        () -> Optional.of(own),
        AuditTrails.of(database, clock),
        clock);
  }

  private static void admit(ProbeRules rules, String host, int port) {
    whileAdmitted(rules, host, port, () -> {});
  }

  private static void whileAdmitted(ProbeRules rules, String host, int port, Runnable work) {
    rules.admitted(
        new Endpoint(host, port, TlsMode.STARTTLS),
        "host",
        AuditAction.SMTP_TESTED,
        "other",
        () -> {
          work.run();
          return null;
        });
  }

  private List<String> trail() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT who || ' ' || action || ' ' || subject || ' ' || detail FROM audit_entry")
                .mapTo(String.class)
                .list());
  }

  @Test
  void whoIsLetThroughIsWrittenDown() {
    whileAdmitted(
        rules(),
        "smtp.example.com",
        587,
        () -> assertThat(trail()).containsExactly("system smtp.tested smtp.example.com:587 other"));
    assertThat(trail()).hasSize(1);
  }

  @Test
  void aCallerHasSoManyAMinute() {
    ProbeRules rules = rules("per-minute", "3");
    for (int i = 0; i < 3; i++) {
      admit(rules, "smtp.example.com", 587);
    }
    HttpProblem problem =
        catchThrowableOfType(HttpProblem.class, () -> admit(rules, "smtp.example.com", 587));
    assertThat(problem.getStatusCode()).isEqualTo(429);
    assertThat(problem.getHeaders()).containsKey("Retry-After");
    assertThat(problem.getDetail()).contains("3 servers a minute", "21 s");
    assertThat(trail()).hasSize(3);
    clock.move(Duration.ofSeconds(20));
    admit(rules, "smtp.example.com", 587);
    assertThatThrownBy(() -> admit(rules, "smtp.example.com", 587)).isInstanceOf(HttpProblem.class);
    clock.move(Duration.ofMinutes(5));
    for (int i = 0; i < 3; i++) {
      admit(rules, "smtp.example.com", 587);
    }
    assertThatThrownBy(() -> admit(rules, "smtp.example.com", 587)).isInstanceOf(HttpProblem.class);
  }

  @Test
  void soManyAreLookedAtAtATime() {
    ProbeRules rules = rules("at-once", "2");
    Runnable third =
        () -> {
          HttpProblem problem =
              catchThrowableOfType(HttpProblem.class, () -> admit(rules, "c.example.com", 587));
          assertThat(problem.getStatusCode()).isEqualTo(429);
          assertThat(problem.getDetail()).contains("right now", "10 s");
        };
    whileAdmitted(
        rules,
        "a.example.com",
        587,
        () -> {
          whileAdmitted(rules, "b.example.com", 587, third);
          admit(rules, "c.example.com", 587);
        });
    assertThat(trail()).hasSize(3);
  }

  @Test
  void oneCallerDoesNotTakeAllPlaces() {
    ProbeRules rules = rules("at-once", "4", "at-once-per-caller", "1");
    whileAdmitted(
        rules,
        "a.example.com",
        587,
        () ->
            assertThatThrownBy(() -> admit(rules, "b.example.com", 587))
                .isInstanceOf(HttpProblem.class)
                .hasMessageContaining("right now"));
    admit(rules, "b.example.com", 587);
  }

  @Test
  void neitherWhatFailsNorWhoIsTurnedAwayTakesAPlace() {
    ProbeRules rules = rules("at-once", "1", "per-minute", "1", "allow", "smtp.example.com");
    assertThatThrownBy(() -> admit(rules, "other.example.com", 587));
    admit(rules, "smtp.example.com", 587);
    assertThatThrownBy(() -> admit(rules, "smtp.example.com", 587));
    clock.move(Duration.ofMinutes(1));
    Runnable failing =
        () -> {
          throw new IllegalStateException("failed");
        };
    assertThatThrownBy(() -> whileAdmitted(rules, "smtp.example.com", 587, failing))
        .hasMessage("failed");
    clock.move(Duration.ofMinutes(1));
    admit(rules, "smtp.example.com", 587);
  }

  @ParameterizedTest
  @CsvSource({
    "smtp.example.com, smtp.example.com, 587, true",
    "smtp.example.com, SMTP.Example.COM., 25, true",
    "smtp.example.com, xsmtp.example.com, 587, false",
    "smtp.example.com:587, smtp.example.com, 587, true",
    "smtp.example.com:587, smtp.example.com, 465, false",
    "*.Example.com:587, a.b.example.com, 587, true",
    "*.example.com:587, example.com, 587, false",
    "*.example.com:587, evilexample.com, 587, false",
    "*.example.com, a.example.com.evil.org, 587, false",
    "*:465, 192.0.2.1, 465, true",
    "*:465, 192.0.2.1, 466, false",
    "*, ::1, 25, true",
    "[2001:DB8::1]:587, 2001:db8::1, 587, true",
    "[2001:db8::1]:587, [2001:db8::1], 588, false",
    "2001:db8::1, [2001:db8::1], 25, true",
    "bücher.example, xn--bcher-kva.example, 25, true",
    "'a.example.com, b.example.com:25', b.example.com, 25, true",
    "other.example.com, mail.example.com, 25, true",
    "other.example.com, MAIL.example.com., 25, true",
    "other.example.com, mail.example.com, 26, false",
  })
  void theDeploymentSaysWhichServers(String allow, String host, int port, boolean allowed) {
    ProbeRules rules = rules("allow", allow);
    if (allowed) {
      admit(rules, host, port);
      assertThat(trail()).hasSize(1);
    } else {
      HttpProblem problem = catchThrowableOfType(HttpProblem.class, () -> admit(rules, host, port));
      assertThat(problem.getStatusCode()).isEqualTo(422);
      Violation violation =
          (Violation) ((List<?>) problem.getParameters().get("violations")).get(0);
      assertThat(violation.field).isEqualTo("host");
      assertThat(violation.message).contains("workherald.probe.allow", "port " + port);
      assertThat(trail()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mail.example.com., mail.example.com",
    "mail.example.com., MAIL.example.com.",
    "[::1], ::1",
    "xn--bcher-kva.example, xn--BCHER-kva.example.",
  })
  void theServerInUseAlwaysMayBeHoweverItIsWritten(String own, String host) {
    ProbeRules rules = rulesBeside(own, "allow", "other.example.com");
    admit(rules, host, 25);
    assertThatThrownBy(() -> admit(rules, host, 26)).isInstanceOf(HttpProblem.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "a.example.com:", "*a.example.com", "smtp://a", "a b", "[::1"})
  void aLineThatIsNoServerIsRefusedAtStart(String line) {
    assertThatThrownBy(() -> rules("allow", line)).hasMessageContaining("\"" + line + "\"");
  }
}
