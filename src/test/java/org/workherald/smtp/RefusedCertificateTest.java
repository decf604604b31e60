package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.workherald.smtp.SmtpFailure.Kind;

/** A certificate that does not verify ends it, before anything was said. */
@Timeout(60)
class RefusedCertificateTest {

  private static final Kind SETTINGS = Kind.MISCONFIGURED;

  static Stream<Arguments> certificates() {
    TestCa stranger = TestCa.create("Stranger");
    return Stream.of(
        arguments(stranger.leaf("mail.example.com"), Cause.UNTRUSTED_ISSUER),
        arguments(TestCa.selfSigned("mail.example.com"), Cause.SELF_SIGNED),
        arguments(Rig.CA.request("mail.example.com").expired().issue(), Cause.EXPIRED),
        arguments(Rig.CA.request("mail.example.com").notYetValid().issue(), Cause.NOT_YET_VALID),
        arguments(Rig.CA.leaf("other.example.com"), Cause.HOSTNAME_MISMATCH),
        arguments(
            Rig.CA.request().commonName("mail.example.com").issue(), Cause.HOSTNAME_MISMATCH));
  }

  @ParameterizedTest
  @MethodSource("certificates")
  void aBadCertificateIsRefusedBothWays(TestCa.Leaf leaf, Cause cause) {
    for (TlsMode mode : List.of(TlsMode.STARTTLS, TlsMode.IMPLICIT)) {
      try (var server =
              mode == TlsMode.STARTTLS
                  ? ScriptedSmtpServer.starttls(leaf)
                  : ScriptedSmtpServer.implicit(leaf);
          var rig = new Rig(server.login("kim", "correct horse"), mode)) {
        SendResult result = rig.send("a@example.com");
        assertThat(result.failure().cause()).isEqualTo(cause);
        assertThat(result.failure().kind()).isEqualTo(SETTINGS);
        Secrecy.assertKept(server);
      }
    }
  }
}
