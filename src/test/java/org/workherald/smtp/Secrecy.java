package org.workherald.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/** What must be true after a meeting with a server that earned no trust. */
final class Secrecy {

  private Secrecy() {}

  /** Neither login nor mail reached the server, protected or not. */
  static void assertKept(ScriptedSmtpServer server) {
    assertThat(server.mails()).isEmpty();
    assertThat(new String(server.received(), ISO_8859_1))
        .doesNotContain("MAIL", "RCPT", "DATA", "Subject", "AUTH", "correct horse");
    assertNothingInPlain(server);
  }

  /** Nothing but EHLO and STARTTLS was said in the clear. */
  static void assertNothingInPlain(ScriptedSmtpServer server) {
    for (ScriptedSmtpSession session : server.sessions()) {
      assertThat(new String(session.receivedInPlain(), ISO_8859_1))
          .doesNotContain("AUTH", "MAIL", "RCPT", "DATA", "RSET", "QUIT", "Subject");
    }
  }
}
