package org.workherald.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.smtp.SmtpFailure.Kind;

/** What a server says it can do counts where it was said, and is understood or left alone. */
@Timeout(60)
class CapabilityTest {

  /** Every way to log in that has a name, but those we know. */
  private static final String[] EXOTIC =
      ("9798-M-DSA-SHA1 9798-M-ECDSA-SHA1 9798-M-RSA-SHA1-ENC 9798-U-DSA-SHA1 9798-U-ECDSA-SHA1"
              + " 9798-U-RSA-SHA1-ENC ANONYMOUS CRAM-MD5 CRAM-SHA1 CRAM-SHA256 DIGEST-MD5"
              + " EAP-AES128 EAP-AES128-PLUS ECDH-X25519-CHALLENGE ECDSA-NIST256P-CHALLENGE EXTERNAL"
              + " GS2-IAKERB GS2-IAKERB-PLUS GS2-KRB5 GS2-KRB5-PLUS GSS-SPNEGO GSSAPI"
              + " HT-SHA-256-ENDP HT-SHA-256-EXPR HT-SHA-256-NONE HT-SHA-256-UNIQ KERBEROS_V4"
              + " KERBEROS_V5 LOGIN-PLUS MSN NMAS-SAMBA-AUTH NMAS_AUTH NMAS_LOGIN NTLM OAUTH10A"
              + " OPENID20 OTP PASSDSS-3DES-1 PLAIN-CLIENTTOKEN PLAINTEXT PLAIN-TEXT PREAUTH"
              + " SAML20 SCRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-1-PLUS SCRAM-SHA-224 SCRAM-SHA-256"
              + " SCRAM-SHA-256-PLUS SCRAM-SHA-384 SCRAM-SHA-512 SCRAM-SHA-512-PLUS SCRAM-SHA3-512"
              + " SECURID SKEY SPNEGO SPNEGO-PLUS SXOVER-PLUS UNKNOWN X-ADAT X-OAUTH XOAUTH XOAUTH2"
              + " XYMCOOKIE XYMECOOKIE XYMPKI")
          .split(" ");

  private static ScriptedSmtpServer server() {
    return ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
  }

  private static Rig rig(ScriptedSmtpServer server) {
    return new Rig(server, TlsMode.STARTTLS);
  }

  @Test
  void whatWasSaidBeforeTlsIsForgotten() {
    try (var server = server().onlyInPlain("AUTH PLAIN").onlyInPlain("SMTPUTF8");
        var rig = rig(server)) {
      server.mechanisms().without("SMTPUTF8");
      assertThat(rig.send("a@example.com").failure().cause()).isEqualTo(Cause.AUTH_NOT_OFFERED);
      rig.login(null);
      server.login(null, null);
      SendResult result = rig.send("jürgen@example.com");
      assertThat(result.failure().kind()).isEqualTo(Kind.REJECTED);
      assertThat(result.failure().cause()).isEqualTo(Cause.RECIPIENT_REFUSED);
      Secrecy.assertKept(server);
    }
  }

  @Test
  void pipeliningSaidBeforeTlsIsForgotten() {
    try (var server = server().onlyInPlain("PIPELINING");
        var rig = rig(server)) {
      server.without("PIPELINING");
      server.on("RCPT", Answer.reply("550 5.1.1 no"));
      rig.send("a@example.com");
      assertThat(server.sessions().get(0).commands()).doesNotContain("DATA");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "250 starttls",
        "250-STARTTLS\r\n250 STARTTLS",
        "250-StartTLS\r\n250-STARTTLS please\r\n250 AUTH PLAIN"
      })
  void starttlsIsStarttlsHoweverItIsWritten(String lines) {
    try (var server = server();
        var rig = rig(server)) {
      server.on("EHLO", s -> !s.secure(), Answer.reply(("250-x\r\n" + lines).split("\r\n")));
      assertThat(rig.send("a@example.com").sent()).isTrue();
      assertThat(server.sessions().get(0).commands().stream().filter("STARTTLS"::equals))
          .hasSize(1);
      Secrecy.assertNothingInPlain(server);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "250 XSTARTTLS",
        "250 STARTTLS-NOT",
        "250 START TLS",
        "250 AUTH STARTTLS",
        "250 \0STARTTLS"
      })
  void andNothingElseIs(String line) {
    try (var server = server().on("EHLO", Answer.reply("250-STARTTLS", line));
        var rig = rig(server)) {
      assertThat(rig.send("a@example.com").failure().cause()).isEqualTo(Cause.STARTTLS_NOT_OFFERED);
      Secrecy.assertKept(server);
    }
  }

  @Test
  void starttlsOfferedAgainUnderTlsIsLeftAlone() {
    try (var server = server().with("STARTTLS");
        var rig = rig(server)) {
      assertThat(rig.send("a@example.com").sent()).isTrue();
      assertThat(server.sessions().get(0).commands().stream().filter("STARTTLS"::equals))
          .hasSize(1);
    }
    try (var server = ScriptedSmtpServer.implicit(Rig.LEAF).login("kim", "correct horse");
        var rig = new Rig(server.with("STARTTLS"), TlsMode.IMPLICIT)) {
      assertThat(rig.send("a@example.com").sent()).isTrue();
      assertThat(server.sessions().get(0).commands()).doesNotContain("STARTTLS");
    }
  }

  @Test
  void waysToLogInThatWeDoNotKnowAreLeftAloneUnderTls() {
    try (var server = server();
        var rig = rig(server)) {
      for (String mechanism : EXOTIC) {
        server.mechanisms(mechanism);
        assertThat(rig.send("a@example.com").failure().cause())
            .as(mechanism)
            .isEqualTo(Cause.AUTH_NOT_OFFERED);
      }
      server.mechanisms(EXOTIC);
      SmtpFailure all = rig.send("a@example.com").failure();
      assertThat(all.cause()).isEqualTo(Cause.AUTH_NOT_OFFERED);
      assertThat(all.detail()).hasSizeLessThan(400);
      Secrecy.assertKept(server);
    }
  }

  @Test
  void waysToLogInOfferedInTheClearAreLeftAlone() {
    try (var server = server();
        var rig = rig(server)) {
      String all = String.join(" ", EXOTIC) + " PLAIN LOGIN";
      server.on("EHLO", Answer.reply("250-x", "250-AUTH=" + all, "250 AUTH " + all));
      assertThat(rig.send("a@example.com").failure().cause()).isEqualTo(Cause.STARTTLS_NOT_OFFERED);
      Secrecy.assertKept(server);
    }
  }

  @Test
  void aLoginThatIsTakenBackUnderTlsIsNotTried() {
    try (var server = server().mechanisms().onlyInPlain("AUTH PLAIN LOGIN");
        var rig = rig(server)) {
      assertThat(rig.send("a@example.com").failure().cause()).isEqualTo(Cause.AUTH_NOT_OFFERED);
      Secrecy.assertKept(server);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "250-=",
        "250- = ",
        "250-",
        "250- ",
        "250-==AUTH==",
        "250-AUTH",
        "250-AUTH=",
        "250-SIZE",
        "250-SIZE=",
        "250-SIZE -1",
        "250-SIZE 99999999999999999999999",
        "250-SIZE ٣",
        "250-\t=\u00a0"
      })
  void oddLinesDoNoHarm(String line) {
    try (var server = server();
        var rig = rig(server)) {
      String[] lines = {"250-x", line, "250-8BITMIME", "250 AUTH PLAIN"};
      server.on("EHLO", ScriptedSmtpSession::secure, Answer.reply(lines));
      assertThat(rig.send("a@example.com").sent()).isTrue();
      assertThat(new String(server.mails().get(0).content(), ISO_8859_1)).startsWith("Subject: to");
    }
  }
}
