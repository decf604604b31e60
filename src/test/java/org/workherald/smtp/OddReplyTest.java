package org.workherald.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that nobody asked for, or that make no sense where they stand, are never a yes. */
@Timeout(60)
class OddReplyTest {

  private static final List<String> CODES =
      List.of("220", "221", "235", "250", "334", "354", "421", "454", "500", "501", "503", "530");

  private static ScriptedSmtpServer server() {
    return ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
  }

  private static ScriptedSmtpServer server(TlsMode mode) {
    return (mode == TlsMode.STARTTLS
            ? ScriptedSmtpServer.starttls(Rig.LEAF)
            : ScriptedSmtpServer.implicit(Rig.LEAF))
        .login("kim", "correct horse");
  }

  private static Rig rig(ScriptedSmtpServer server) {
    return new Rig(server, TlsMode.STARTTLS);
  }

  /** Each step has one good answer, given last; any other code is no way on. */
  @ParameterizedTest
  @CsvSource({
    "CONNECT,220",
    "EHLO,-",
    "STARTTLS,220",
    "AUTH,235",
    "MAIL,250",
    "RCPT,250",
    "DATA,354",
    "BODY,250"
  })
  void anyOtherCodeIsNoYes(String step, String good) {
    try (var server = server();
        var rig = rig(server)) {
      for (String code : CODES) {
        if (!code.equals(good)) {
          server.behave().on(step, Answer.reply(code + " odd"));
          SendResult result = rig.send("a@example.com");
          assertThat(result.sent()).as(code).isFalse();
          assertThat(result.failure().kind()).as(code).isNotNull();
          assertThat(server.mails()).as(code).isEmpty();
          if (Set.of("CONNECT", "EHLO", "STARTTLS").contains(step)) {
            Secrecy.assertKept(server);
          }
        }
      }
      Secrecy.assertNothingInPlain(server);
      assertThat(rig.open()).isZero();
    }
  }

  @Test
  void norIsItUnderTls() {
    try (var server = server();
        var rig = rig(server)) {
      for (String code : CODES) {
        server.behave().on("EHLO", ScriptedSmtpSession::secure, Answer.reply(code + " odd"));
        Cause cause = rig.send("a@example.com").failure().cause();
        assertThat(cause == Cause.AUTH_NOT_OFFERED).as(code).isEqualTo(code.equals("250"));
      }
      Secrecy.assertKept(server);
      assertThat(rig.open()).isZero();
    }
  }

  @Test
  void anOddAnswerToRsetCostsTheConnectionOnly() {
    try (var server = server();
        var rig = rig(server)) {
      assertThat(rig.send("first@example.com").sent()).isTrue();
      for (String code : CODES) {
        if (!code.equals("250")) {
          int before = server.sessions().size();
          server.once("RSET", Answer.reply(code + " odd"));
          assertThat(rig.send("a@example.com").sent()).as(code).isTrue();
          assertThat(server.sessions()).as(code).hasSize(before + 1);
        }
      }
      assertThat(rig.open()).isEqualTo(1);
    }
  }

  @Test
  void anOddAnswerToQuitCostsNothing() {
    try (var server = server();
        var rig = rig(server)) {
      for (String code : CODES) {
        server.behave().on("QUIT", Answer.reply(code + " odd"));
        assertThat(rig.transport.probe()).as(code).isEmpty();
      }
      assertThat(rig.open()).isZero();
    }
  }

  /** As a server does that wants to be taken for one where all is done already. */
  @ParameterizedTest
  @CsvSource({
    "STARTTLS,220 hello|235 2.7.0 you are in",
    "IMPLICIT,220 hello|235 2.7.0 you are in",
    "STARTTLS,220 hello|250-x|250 AUTH PLAIN",
    "IMPLICIT,220 hello|250-x|250 AUTH PLAIN",
    "STARTTLS,235 2.7.0 you are in",
    "IMPLICIT,235 2.7.0 you are in",
    "STARTTLS,250 OK",
    "IMPLICIT,250 OK"
  })
  void aGreetingThatAnswersMore(TlsMode mode, String said) {
    try (var server = server(mode).on("CONNECT", Answer.raw(said.replace("|", "\r\n") + "\r\n"));
        var rig = new Rig(server, mode)) {
      assertThat(rig.send("a@example.com").failure().server()).isTrue();
      Secrecy.assertKept(server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"503 5.5.1 already authenticated", "334 more", "250 fine", "220 hello"})
  void aLoginIsDoneWith235Only(String said) {
    try (var server = server().on("AUTH", Answer.reply(said));
        var rig = rig(server)) {
      assertThat(rig.send("a@example.com").failure().server()).isTrue();
      assertThat(server.sessions().get(0).commands()).noneMatch(c -> c.startsWith("MAIL"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN"})
  void challengesWithoutEndHaveOne(String mechanism) {
    Answer more = Answer.reply("334 VXNlcm5hbWU6");
    try (var server = server().mechanisms(mechanism).on("AUTH", more);
        var rig = rig(server)) {
      // What the client sends next are words that the server takes for commands.
      for (String word : List.of("A2LT", "Y29ycmVjdCBob3JzZQ==", "a2lt".toUpperCase())) {
        server.on(word, more);
      }
      assertThat(rig.send("a@example.com").failure().server()).isTrue();
      assertThat(server.sessions().get(0).commands()).hasSizeLessThan(8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL,250 2.1.0 Ok|250 2.1.5 Ok",
    "RCPT,250 2.1.5 Ok|354 go ahead",
    "DATA,354 go ahead|250 2.0.0 queued",
    "DATA,354 go ahead|250 2.0.0 queued|250 2.1.0 Ok|250 2.1.5 Ok|354 go ahead"
  })
  void aReplyTooManyIsNoProofOfDelivery(String step, String said) {
    for (String pipelining : List.of("PIPELINING", "NONE")) {
      try (var server = server().without(pipelining);
          var rig = rig(server)) {
        server.once(step, Answer.raw(said.replace("|", "\r\n") + "\r\n"));
        server.on("BODY", Answer.reply("554 5.7.1 not this one"));
        List<SendResult> results =
            rig.send(Rig.message("a@example.com"), Rig.message("b@example.com"));
        assertThat(results.get(0).sent()).isFalse();
        assertThat(results.get(0).failure().server()).isTrue();
        assertThat(results.get(1).sent()).isFalse();
        assertThat(server.sessions()).hasSize(1);
        assertThat(rig.open()).isZero();
      }
    }
  }

  @Test
  void aReplyTooManyBehindTheLastOneEndsTheConnection() {
    try (var server = server();
        var rig = rig(server)) {
      server.once(
          "BODY",
          session -> {
            session.write("250 2.0.0 queued\r\n250 2.0.0 queued\r\n");
            return 250;
          });
      assertThat(rig.send("a@example.com").sent()).isTrue();
      assertThat(rig.send("b@example.com").sent()).isTrue();
      assertThat(server.mails())
          .extracting(ScriptedSmtpServer.Mail::connection)
          .containsExactly(0, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "199 low",
        "600 high",
        "25 short",
        "2500 long",
        "250+ok",
        "25O ok",
        "2\u0665\u0660 digits of another script",
        "\uff12\uff15\uff10 wide ones",
        "",
        " 250 ok",
        "ok"
      })
  void whatIsNoReplyIsNoYes(String said) {
    for (String step : List.of("EHLO", "AUTH", "MAIL", "BODY")) {
      try (var server = server();
          var rig = rig(server)) {
        server.on(step, ScriptedSmtpSession::secure, Answer.raw(said + "\r\n"));
        SendResult result = rig.send("a@example.com");
        assertThat(result.sent()).as(step).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT", "AUTH", "MAIL", "RCPT", "BODY", "sent"})
  void whatIsKeptOfAReplyCanBeShown(String step) {
    byte[] odd =
        ("a\0b\7c\33[31md\u0085e\u009bf\u202eg\u2066h\u200bi\u2028j\u2029k\ufefflm\ue000n\ufffe"
                + "\ud83d\ude00".repeat(490))
            .getBytes(UTF_8);
    byte[] broken = {(byte) 0xc3, '(', (byte) 0xff, (byte) 0xed, (byte) 0xa0, (byte) 0x80, '\r'};
    int code = step.equals("sent") ? 250 : 554;
    Answer answer =
        session -> {
          for (byte[] line : List.of(broken, odd)) {
            session.write(code + "-");
            session.writeBytes(line);
            session.write("\r\n");
          }
          session.write(code + "\r\n");
          return code;
        };
    try (var server = server().on(step.equals("sent") ? "BODY" : step, answer);
        var rig = rig(server)) {
      SendResult result = rig.send("a@example.com");
      assertThat(result.sent()).isEqualTo(step.equals("sent"));
      assertShowable(result.reply());
      if (!result.sent()) {
        assertShowable(result.failure().detail());
      }
    }
  }

  private static void assertShowable(String text) {
    assertThat(text).hasSizeLessThanOrEqualTo(1000).doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}]");
    try {
      UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new AssertionError("half a character: " + text, e);
    }
  }
}
