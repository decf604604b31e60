package org.workherald.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workherald.smtp.SmtpFailure.Kind;

/** A TLS 1.2 server that wants another handshake, once it was verified (RFC 9325 §3.4). */
@Timeout(60)
class RenegotiationTest {

  private enum Shown {
    SAME,
    ANOTHER,
    STRANGER,
    NONE
  }

  @ParameterizedTest
  @CsvSource({
    "EHLO, SAME",
    "EHLO, ANOTHER",
    "AUTH, SAME",
    "MAIL, SAME",
    "MAIL, ANOTHER",
    "MAIL, STRANGER",
    "MAIL, NONE",
    "RCPT, SAME",
    "DATA, SAME",
    "DATA, ANOTHER",
    "DATA, NONE",
  })
  void endsTheSessionAndNothingMoreLeaves(String step, Shown shown) {
    for (boolean pipelining : new boolean[] {true, false}) {
      try (var server = ScriptedSmtpServer.starttls(Rig.LEAF);
          var rig =
              new Rig(
                  server.login("kim", "correct horse").protocols("TLSv1.2"), TlsMode.STARTTLS)) {
        if (!pipelining) {
          server.without("PIPELINING");
        }
        AtomicInteger heard = new AtomicInteger(-1);
        server.on(
            step,
            ScriptedSmtpSession::secure,
            session -> {
              switch (shown) {
                case ANOTHER -> server.show(Rig.CA.leaf("mail.example.com"));
                case STRANGER -> server.show(TestCa.create("Stranger").leaf("mail.example.com"));
                default -> {}
              }
              heard.set(session.received().length);
              session.renegotiate(shown == Shown.NONE);
              return session.usual(step);
            });
        SmtpFailure failure = rig.send("a@example.com").failure();
        assertThat(failure).isNotNull();
        assertThat(failure.detail()).contains("another TLS handshake");
        assertThat(failure.cause()).isEqualTo(Cause.OTHER);
        assertThat(failure.kind()).isEqualTo(Kind.MISCONFIGURED);
        await().until(() -> server.sessions().get(0).ended());
        assertThat(server.received()).as("heard after it").hasSize(heard.get());
        assertThat(server.mails()).isEmpty();
        assertThat(new String(server.received(), ISO_8859_1)).doesNotContain("Subject");
      }
    }
  }
}
