package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.workherald.access.Roles;
import org.workherald.trust.Trust;

class SmtpWatchTest {

  private final MeterRegistry meters = new SimpleMeterRegistry();

  private static final SecurityIdentity OPERATOR =
      QuarkusSecurityIdentity.builder()
          .setPrincipal(new QuarkusPrincipal("operator"))
          .addRole(Roles.OPERATOR)
          .build();

  private static ScriptedSmtpServer server() {
    return ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
  }

  private static HealthCheckResponse health(SmtpWatch watch) {
    return new SmtpHealth(watch, Trust.only(Clock.systemUTC()), OPERATOR).call();
  }

  private static Map<String, Object> data(SmtpWatch watch) {
    return health(watch).getData().orElse(Map.of());
  }

  @Test
  void tellsWhatItSaw() {
    try (var server = server();
        var rig = new Rig(server, TlsMode.STARTTLS)) {
      SmtpWatch watch = new SmtpWatch(rig.transport, rig.time, meters);
      assertThat(health(watch).getStatus()).isEqualTo(Status.DOWN);
      assertThat(server.sessions()).isEmpty();

      watch.step();
      assertThat(health(watch).getStatus()).isEqualTo(Status.UP);
      assertThat(data(watch))
          .containsEntry("server", "mail.example.com:" + server.port())
          .containsEntry("protocol", "TLSv1.3")
          .containsEntry(
              "certificateExpires", Rig.LEAF.certificate().getNotAfter().toInstant().toString())
          .containsKeys("cipher", "checkedAt")
          .doesNotContainKey("cause");
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void asksOnceAMinuteHoweverOftenItIsLookedAt() {
    try (var server = server();
        var rig = new Rig(server, TlsMode.STARTTLS)) {
      SmtpWatch watch = new SmtpWatch(rig.transport, rig.time, meters);
      for (int i = 0; i < 10; i++) {
        watch.step();
        health(watch);
      }
      assertThat(server.sessions()).hasSize(1);
      rig.time.move(Duration.ofSeconds(59));
      watch.step();
      assertThat(server.sessions()).hasSize(1);
      rig.time.move(Duration.ofSeconds(1));
      watch.step();
      assertThat(server.sessions()).hasSize(2);
    }
  }

  @Test
  void changedSettingsAreTriedAtOnce() {
    try (var server = server();
        var rig = new Rig(server, TlsMode.STARTTLS)) {
      SmtpSettings good = rig.settings;
      rig.settings = null;
      SmtpWatch watch = new SmtpWatch(rig.transport, rig.time, meters);
      watch.step();
      assertThat(data(watch)).containsEntry("cause", "unconfigured").doesNotContainKey("server");

      rig.settings = good;
      rig.settingsRevision++;
      watch.step();
      assertThat(health(watch).getStatus()).isEqualTo(Status.UP);
    }
  }

  @Test
  void namesTheCause() {
    TestCa.Leaf late = Rig.CA.request("mail.example.com").expired().issue();
    try (var server = ScriptedSmtpServer.starttls(late);
        var rig = new Rig(server, TlsMode.STARTTLS)) {
      SmtpWatch watch = new SmtpWatch(rig.transport, rig.time, meters);
      watch.step();
      assertThat(health(watch).getStatus()).isEqualTo(Status.DOWN);
      assertThat(data(watch))
          .containsEntry("cause", "expired")
          .containsEntry(
              "certificateExpires", late.certificate().getNotAfter().toInstant().toString())
          .hasEntrySatisfying(
              "detail", detail -> assertThat(detail).asString().contains("clock says"));
      assertThat(server.sessions().get(0).receivedInPlain())
          .asString()
          .doesNotContain("QUIT", "MAIL");
    }
  }

  @Test
  void aRefusedLoginIsNotTriedEachMinute() {
    try (var server = ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "another one");
        var rig = new Rig(server, TlsMode.STARTTLS)) {
      SmtpWatch watch = new SmtpWatch(rig.transport, rig.time, meters);
      watch.step();
      assertThat(data(watch)).containsEntry("cause", "login-refused");
      rig.time.move(Duration.ofMinutes(14));
      watch.step();
      assertThat(server.sessions()).hasSize(1);
      rig.time.move(Duration.ofMinutes(1));
      watch.step();
      assertThat(server.sessions()).hasSize(2);
    }
  }
}
