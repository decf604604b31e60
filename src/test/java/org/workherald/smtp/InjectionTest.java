package org.workherald.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.smtp.SmtpFailure.Kind;

/** What somebody puts into the plain part of a connection is never taken for a word under TLS. */
@Timeout(60)
class InjectionTest {

  /** A capability list with a login, as the attack has it. */
  private static final String WHOLE = "250-example.org\r\n250 AUTH LOGIN\r\n";

  private static ScriptedSmtpServer server() {
    return ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
  }

  private static Rig rig(ScriptedSmtpServer server) {
    return new Rig(server, TlsMode.STARTTLS);
  }

  static Stream<byte[]> injections() {
    return Stream.of(
            WHOLE,
            "250-AUTH PLAIN LOGIN\r\n",
            "250 par",
            "535-5.7.8 login\r\n",
            "\r",
            "\n",
            "\0",
            "220 2.0.0 again\r\n",
            "235 2.7.0 you are in\r\n",
            "\27\3\3\0\4250 ", // dressed as a TLS record
            "x".repeat(1 << 20))
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @MethodSource("injections")
  void behindTheAnswerToStarttls(byte[] injection) {
    try (var server = server().injectAfterStarttls(injection);
        var rig = rig(server)) {
      assertCaught(server, rig.send("a@example.com"));
    }
  }

  @ParameterizedTest
  @MethodSource("injections")
  void betweenOurHelloAndTheServers(byte[] injection) {
    Answer late =
        session -> {
          // It looked behind the 220 and saw nothing; its first TLS bytes are here.
          session.awaitClient();
          session.writeBytes(injection);
          session.flush();
          session.startTls();
          return 0;
        };
    try (var server = server().on("TLS", late);
        var rig = rig(server)) {
      assertCaught(server, rig.send("a@example.com"));
    }
  }

  @Test
  void splitOverSegments() {
    Answer split =
        session -> {
          for (String part :
              "220 2.0.|0 Ready\r|\n250-exam|ple.org\r\n|250 AUTH LOGIN\r\n".split("\\|")) {
            session.write(part);
            session.flush();
          }
          return 220;
        };
    try (var server = server().on("STARTTLS", split);
        var rig = rig(server)) {
      assertCaught(server, rig.send("a@example.com"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {WHOLE, "250-AUTH LOGIN\r\n", "250 AUTH LOGIN"})
  void whenTheServerIgnoresWhatWeSayUnderTls(String injection) {
    try (var server = server().injectAfterStarttls(injection.getBytes(ISO_8859_1));
        var rig = rig(server)) {
      server.on("EHLO", ScriptedSmtpSession::secure, session -> 0);
      assertCaught(server, rig.send("a@example.com"));
    }
  }

  @Test
  void aContinuedAnswerToStarttlsIsOneAnswer() {
    try (var server =
            server().on("STARTTLS", Answer.reply("220-2.0.0 Ready", "220 AUTH PLAIN LOGIN"));
        var rig = rig(server)) {
      assertThat(rig.send("a@example.com").sent()).isTrue();
      assertThat(server.mails().get(0).tls()).isEqualTo("TLSv1.3");
      Secrecy.assertNothingInPlain(server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"220-Ready\r\n250 AUTH LOGIN\r\n", "220-Ready\r\n535 no\r\n"})
  void anAnswerToStarttlsWithTwoCodesIsNone(String answer) {
    try (var server = server().on("STARTTLS", Answer.raw(answer));
        var rig = rig(server)) {
      SendResult result = rig.send("a@example.com");
      assertThat(result.failure().cause()).isEqualTo(Cause.OTHER);
      assertThat(result.failure().kind()).isEqualTo(Kind.TRANSIENT);
      Secrecy.assertKept(server);
    }
  }

  @Test
  void anAnswerToStarttlsGivenTooEarlyDoesNotCount() {
    Answer early = Answer.raw("250-x\r\n250 STARTTLS\r\n220 go\r\n");
    try (var server = server().on("EHLO", early);
        var rig = rig(server)) {
      assertCaught(server, rig.send("a@example.com"));
    }
  }

  @Test
  void anAnswerToEhloGivenTooEarlyDoesNotCount() {
    Answer early = Answer.raw("220 hello\r\n250-x\r\n250 STARTTLS\r\n");
    try (var server = server().on("CONNECT", early);
        var rig = rig(server)) {
      assertThat(rig.send("a@example.com").failure().server()).isTrue();
      Secrecy.assertKept(server);
    }
  }

  private static void assertCaught(ScriptedSmtpServer server, SendResult result) {
    assertThat(result.failure().cause()).isEqualTo(Cause.INJECTED_PLAINTEXT);
    assertThat(result.failure().kind()).isEqualTo(Kind.MISCONFIGURED);
    assertThat(result.failure().server()).isTrue();
    assertThat(result.failure().reply()).isNull();
    assertThat(result.tls()).isNull();
    Secrecy.assertKept(server);
  }
}
