package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.workherald.smtp.SmtpFailure.Kind;
import org.workherald.trust.Trust;

/** Certificates as they should not be, shown in real handshakes, before anything else was said. */
@Timeout(60)
class HostileCertificatesTest {

  static Stream<ShownRow> bad() {
    return Stream.of(
            BadCertificates.dates(),
            BadCertificates.issuers(),
            BadCertificates.names(),
            BadCertificates.uses(),
            BadCertificates.limits(),
            BadCertificates.weak(),
            BadCertificates.malformed())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("bad")
  void nothingLeaves(ShownRow row) {
    for (TlsMode mode : List.of(TlsMode.STARTTLS, TlsMode.IMPLICIT)) {
      try (var server = server(row, mode);
          var rig = rig(row, server, mode)) {
        SmtpFailure failure = rig.send("a@example.com").failure();
        assertThat(failure).isNotNull();
        assertThat(failure.detail()).contains(row.words()).doesNotContainPattern("\\p{Cntrl}");
        assertThat(failure.cause()).isEqualTo(row.cause());
        assertThat(failure.kind()).isEqualTo(Kind.MISCONFIGURED);
        Secrecy.assertKept(server);
        assertThat(rig.transport.probe().orElseThrow().cause()).isEqualTo(row.cause());
        SmtpExamination examination = examine(rig);
        assertThat(examination.ok()).isFalse();
        assertThat(examination.steps())
            .last()
            .extracting(SmtpExamination.TakenStep::cause)
            .isEqualTo(row.cause().word());
        Secrecy.assertKept(server);
        assertThat(rig.meters.get("workherald.smtp.tls.failures").counter().count())
            .as("sending and the probe are counted, and not a test of other settings")
            .isEqualTo(2);
        assertThat(rig.meters.get("workherald.smtp.connections").gauge().value()).isZero();
      }
    }
  }

  static Stream<ShownRow> sound() {
    return SoundCertificates.all().stream();
  }

  @ParameterizedTest
  @MethodSource("sound")
  void oddButSoundOnesAreTaken(ShownRow row) {
    for (TlsMode mode : List.of(TlsMode.STARTTLS, TlsMode.IMPLICIT)) {
      try (var server = server(row, mode);
          var rig = rig(row, server, mode)) {
        assertThat(rig.send("a@example.com").failure()).isNull();
        assertThat(server.mails()).hasSize(1);
      }
    }
  }

  /** Under TLS 1.2 a certificate comes in the clear, and another code path reads it. */
  @ParameterizedTest
  @MethodSource("bad")
  void norUnderTls12(ShownRow row) {
    try (var server = server(row, TlsMode.STARTTLS).protocols("TLSv1.2");
        var rig = rig(row, server, TlsMode.STARTTLS)) {
      assertThat(rig.send("a@example.com").failure().cause()).isEqualTo(row.cause());
      Secrecy.assertKept(server);
    }
  }

  private static SmtpExamination examine(Rig rig) {
    return new Examiner(rig.transport.pool(), rig.dialer, Duration.ofSeconds(9), rig.time)
        .examine(rig.settings, null, null)
        .examination();
  }

  private static ScriptedSmtpServer server(ShownRow row, TlsMode mode) {
    ScriptedSmtpServer server =
        mode == TlsMode.STARTTLS
            ? ScriptedSmtpServer.starttls(row.leaf())
            : ScriptedSmtpServer.implicit(row.leaf());
    return server.login("kim", "correct horse");
  }

  private static Rig rig(ShownRow row, ScriptedSmtpServer server, TlsMode mode) {
    Rig rig = new Rig(server, mode);
    rig.trust = Trust.only(rig.time, row.trusted());
    rig.settings = Rig.settings(row.host(), server.port(), mode, Rig.LOGIN, 1);
    return rig;
  }
}
