package org.workherald.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A server may talk as long as it likes: we hang up, and keep none of it. */
@Timeout(60)
class EndlessReplyTest {

  private static final int ALL = 200 << 20;

  /** What a server that saw the hang-up can have got rid of: buffers of sockets, on both sides. */
  private static final int BUFFERS = 32 << 20;

  static Stream<Arguments> floods() {
    Stream<String> steps =
        Stream.of("CONNECT", "EHLO", "EHLO under TLS", "STARTTLS", "AUTH", "MAIL", "DATA", "BODY");
    return steps.flatMap(
        step ->
            Stream.of("250 without a line end ", "250-x\r\n")
                .map(said -> Arguments.of(step, said)));
  }

  @ParameterizedTest
  @MethodSource("floods")
  void isHungUpOn(String step, String said) throws Exception {
    CompletableFuture<Integer> poured = new CompletableFuture<>();
    byte[] block = said.repeat(1 + (64 << 10) / said.length()).getBytes(ISO_8859_1);
    Answer flood =
        session -> {
          int sent = 0;
          try {
            while (sent < ALL) {
              session.writeBytes(block);
              session.flush();
              sent += block.length;
            }
          } catch (IOException e) {
            // The client is gone, as it should be.
          } finally {
            poured.complete(sent);
          }
          throw new IOException("done");
        };
    boolean tls = !step.equals("EHLO");
    try (var server = ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
        var rig = new Rig(server, TlsMode.STARTTLS)) {
      server.on(step.split(" ")[0], s -> !step.startsWith("EHLO") || s.secure() == tls, flood);
      SendResult result = rig.send("a@example.com");

      assertThat(result.sent()).isFalse();
      assertThat(result.failure().kind())
          .isEqualTo(
              step.equals("CONNECT") ? SmtpFailure.Kind.MISCONFIGURED : SmtpFailure.Kind.TRANSIENT);
      assertThat(result.failure().detail()).doesNotContain("xxx").hasSizeLessThan(300);
      assertThat(result.reply()).isNull();
      assertThat(poured.get(30, TimeUnit.SECONDS)).isLessThan(BUFFERS);
      assertThat(server.mails()).isEmpty();
      assertThat(rig.open()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"128,1,true", "129,1,false", "10000,1,false", "30,2000,true", "70,2000,false"})
  void longButNotTooLongIsRead(int lines, int length, boolean sent) {
    String line = "X".repeat(length) + "\r\n";
    String said = ("250-" + line).repeat(lines - 1) + "250 AUTH PLAIN\r\n";
    try (var server = ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
        var rig = new Rig(server, TlsMode.STARTTLS)) {
      server.on("EHLO", ScriptedSmtpSession::secure, Answer.raw(said));
      assertThat(rig.send("a@example.com").sent()).isEqualTo(sent);
    }
  }
}
