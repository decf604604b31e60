package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.smtp.SmtpFailure.Kind;

/** No server makes us wait longer than we said, however it goes about it. */
@Timeout(60)
class DeadlineTest {

  private static ScriptedSmtpServer server() {
    return ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
  }

  private static Rig rig(ScriptedSmtpServer server, String... config) {
    return new Rig(server, TlsMode.STARTTLS, config);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAIL", "RCPT", "DATA", "BODY"})
  void aServerThatDripsIsCutOff(String step) {
    try (var server = server().on(step, Answer.drip("250-x\r\n", Duration.ofMillis(5)));
        var rig = rig(server, "timeouts.command", "500ms", "timeouts.accept", "500ms")) {
      SendResult result = rig.send("a@example.com");
      assertThat(result.failure().kind()).isEqualTo(Kind.TRANSIENT);
      assertThat(server.mails()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAIL", "RCPT", "DATA", "BODY"})
  void aServerThatFallsSilentIsCutOff(String step) {
    try (var server = server().on(step, Answer.stall());
        var rig = rig(server, "timeouts.command", "500ms", "timeouts.accept", "500ms")) {
      SendResult result = rig.send("a@example.com");
      assertThat(result.failure().kind()).isEqualTo(Kind.TRANSIENT);
      assertThat(result.failure().cause())
          .isEqualTo(step.equals("BODY") ? Cause.OTHER : Cause.TIMEOUT);
    }
  }

  @Test
  void aServerThatStopsReadingIsCutOff() {
    Answer deaf =
        session -> {
          session.write("354 go\r\n");
          session.flush();
          session.awaitDrop();
          return 0;
        };
    try (var server = server().on("DATA", deaf);
        var rig = rig(server, "timeouts.block", "300ms", "timeouts.accept", "300ms")) {
      OutgoingMessage big = Rig.message("a@example.com", ("x".repeat(70) + "\r\n").repeat(300_000));
      SendResult result = rig.send(big).get(0);
      assertThat(result.failure().detail()).contains("same Message-ID");
    }
  }
}
