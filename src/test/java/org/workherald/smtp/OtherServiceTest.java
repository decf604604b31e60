package org.workherald.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.smtp.SmtpFailure.Kind;

/** A port where something else answers is told apart, and what it says is kept from everybody. */
@Timeout(60)
class OtherServiceTest {

  private static Rig rig(ScriptedSmtpServer server, TlsMode mode) {
    return new Rig(server, mode, "timeouts.greeting", "20s", "timeouts.handshake", "20s");
  }

  private static void assertNotSmtp(SendResult result) {
    assertThat(result.failure().cause()).isEqualTo(Cause.NOT_SMTP);
    assertThat(result.failure().kind()).isEqualTo(Kind.MISCONFIGURED);
    assertThat(result.failure().server()).isTrue();
    assertThat(result.failure().toString() + result.reply()).doesNotContain("tale");
  }

  /** It speaks first, and need not be waited for when what it says has no end of a line. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\nServer: tale/1.0\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2p1 tale\r\n",
        "+OK tale POP3 server ready <1896.697170952@tale.example.com>\r\n",
        "* OK [CAPABILITY IMAP4rev1 SASL-IR] tale ready.\r\n",
        "220 (vsFTPd 3.0.5) tale\r\n",
        "220 ProFTPD Server (tale) [192.0.2.7]\r\n",
        "220-FileZilla Server 1.8.1 tale\r\n220 Please visit tale\r\n",
        "220 Microsoft FTP Service tale\r\n",
        "220---------- Welcome to Pure-FTPd tale ----------\r\n220 You are user number 1\r\n",
        "200 news.example.com InterNetNews NNRP server tale ready\r\n",
        "J\0\0\0\n5.7.44-tale\0",
        "\377\375\30\377\375\40tale login: ",
        "-ERR tale\r\n",
        "@RSYNCD: 31.0 tale\n",
        "RFB 003.008\n",
        "<?xml version='1.0'?><stream:stream id='tale'>",
        "tales, and more of them"
      })
  void aServiceThatSpeaksFirst(String banner) {
    Answer said = Answer.garbage(banner.getBytes(ISO_8859_1));
    try (var server = ScriptedSmtpServer.starttls(Rig.LEAF).on("CONNECT", said);
        var rig = rig(server, TlsMode.STARTTLS)) {
      assertNotSmtp(rig.send("a@example.com"));
      Secrecy.assertKept(server);
    }
    // Where TLS is expected from the first byte, it speaks before it has seen any.
    try (var server =
            ScriptedSmtpServer.implicit(Rig.LEAF)
                .on("TLS", Answer.garbage(banner.getBytes(ISO_8859_1)));
        var rig = rig(server, TlsMode.IMPLICIT)) {
      SendResult result = rig.send("a@example.com");
      if (banner.matches("(?s)\\d{3}[ -].*")) {
        assertThat(result.failure().cause()).isEqualTo(Cause.TLS_EXPECTED);
        assertThat(result.failure().toString() + result.reply()).doesNotContain("tale");
      } else {
        assertNotSmtp(result);
      }
      Secrecy.assertKept(server);
    }
  }

  /** It waits, and does not understand what it is told then. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 400 Bad Request\r\n\r\ntale",
        "<html>tale</html>",
        "Protocol mismatch\r\n"
      })
  void aServiceThatIsAskedForTls(String words) {
    Answer answer =
        session -> {
          session.awaitClient();
          return Answer.garbage(words.getBytes(ISO_8859_1)).give(session);
        };
    try (var server = ScriptedSmtpServer.implicit(Rig.LEAF).on("TLS", answer);
        var rig = rig(server, TlsMode.IMPLICIT)) {
      assertNotSmtp(rig.send("a@example.com"));
      Secrecy.assertKept(server);
    }
  }

  @Test
  void aTlsServiceThatIsNoMailServer() {
    String banner = "* OK tale IMAP4rev1\r\n";
    try (var server = ScriptedSmtpServer.implicit(Rig.LEAF).on("CONNECT", Answer.raw(banner));
        var rig = rig(server, TlsMode.IMPLICIT)) {
      assertNotSmtp(rig.send("a@example.com"));
      Secrecy.assertKept(server);
    }
  }

  @Test
  void anFtpServerInDisguise() {
    try (var server =
            ScriptedSmtpServer.starttls(Rig.LEAF)
                .on("CONNECT", Answer.reply("220 Welcome"))
                .on("EHLO", Answer.reply("530 Please login, says the tale"));
        var rig = rig(server, TlsMode.STARTTLS)) {
      SendResult result = rig.send("a@example.com");
      assertThat(result.failure().cause()).isEqualTo(Cause.STARTTLS_NOT_OFFERED);
      assertThat(result.reply()).isEqualTo("530");
      Secrecy.assertKept(server);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "220 ftp.example.com ESMTP",
        "220 ftp.example.com ready",
        "220 mail ESMTP and FTP gateway"
      })
  void aMailServerWithSuchAName(String greeting) {
    try (var server =
            ScriptedSmtpServer.starttls(Rig.LEAF)
                .login("kim", "correct horse")
                .on("CONNECT", Answer.reply(greeting));
        var rig = rig(server, TlsMode.STARTTLS)) {
      assertThat(rig.send("a@example.com").sent()).isTrue();
    }
  }
}
