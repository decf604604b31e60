package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.workherald.settings.Secret;

class RedactionTest {

  private static final String LONG = "Zk7wQ2vT9xLr4bNs8mHd1cGy6pJf3uEa";
  private static final SmtpSettings.Login LOGIN =
      new SmtpSettings.Login("workflow@example.com", new Secret(LONG));

  /** A way to quote, and what is shown of it. */
  record Quoting(String words, UnaryOperator<String> quote) {

    @Override
    public String toString() {
      return words;
    }
  }

  static Stream<Quoting> ways() {
    return Stream.of(
        new Quoting("whole", said -> "535 5.7.8 you said " + said),
        new Quoting("upper case", said -> "535 5.7.8 " + said.toUpperCase(Locale.ROOT)),
        new Quoting("lower case", said -> "535 5.7.8 " + said.toLowerCase(Locale.ROOT)),
        new Quoting("beginning", said -> "535 5.7.8 " + said.substring(0, 30) + "..."),
        new Quoting("end", said -> "535 5.7.8 ..." + said.substring(said.length() - 25)),
        new Quoting("middle", said -> "535 5.7.8 <" + said.substring(9, 28) + ">"),
        new Quoting(
            "wrapped",
            said -> "535-5.7.8 " + wrapped(said, 20, "\r\n535-5.7.8 ") + "\r\n535 5.7.8 no"),
        new Quoting(
            "wrapped in short lines",
            said -> "535-" + wrapped(said, 7, "\r\n535-  ") + "\r\n535 no"),
        new Quoting("wrapped at blanks", said -> "535 " + wrapped(said, 8, " ")));
  }

  private static String wrapped(String said, int width, String separator) {
    return String.join(separator, said.split("(?<=\\G.{" + width + "})"));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void howeverALongSecretIsQuoted(Quoting way) {
    for (Transcripts kept : List.of(Transcripts.FAILED, Transcripts.ALL)) {
      for (String said : List.of(LONG, LOGIN.plain(), Sasl.base64(LONG))) {
        String quoted = way.quote.apply(said);
        try (var server =
                ScriptedSmtpServer.starttls(Rig.LEAF)
                    .login(LOGIN.username(), LONG)
                    .on("AUTH", Answer.reply(quoted.split("\r\n")));
            var rig = new Rig(kept, Rig.clock(), server.port(), TlsMode.STARTTLS)) {
          rig.login(LOGIN);
          SendResult result = rig.send("a@example.com");
          assertNothingOf(said, result.failure() + " " + result.reply());
          assertNothingOf(said, result.transcript().toString());
          assertThat(result.reply()).startsWith("535").contains("[secret]");
        }
      }
    }
  }

  /** Of what was said, no more than a few characters in a row. */
  private static void assertNothingOf(String said, String shown) {
    String all = shown.toLowerCase(Locale.ROOT);
    for (int i = 0; i + 5 <= said.length(); i++) {
      assertThat(all).doesNotContain(said.substring(i, i + 5).toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void shortOnesAreStruckOutWhole() {
    Redaction redaction = new Redaction(new SmtpSettings.Login("kim", new Secret("hunter2")));
    assertThat(redaction.of(List.of("5.7.8 hunter2, hunter2hunter2", "a hunter is no hunter2")))
        .containsExactly("5.7.8 [secret], [secret]", "a hunter is no [secret]");
    assertThat(redaction.of(List.of(Sasl.base64("hunter2")))).containsExactly("[secret]");
  }

  @Test
  void otherWordsStay() {
    Redaction redaction = new Redaction(LOGIN);
    List<String> words =
        List.of(
            "5.7.8 Username and Password not accepted. For more information, go to",
            "5.7.8  https://support.example.com/mail/?p=BadCredentials " + LONG.substring(0, 11));
    assertThat(redaction.of(words)).isEqualTo(words);
    assertThat(redaction.of(List.of(""))).containsExactly("");
  }

  @Test
  void aStatusBetweenTwoPartsStays() {
    assertThat(
            new Redaction(LOGIN)
                .of(List.of("5.7.8 " + LONG.substring(0, 9), "5.7.8 " + LONG.substring(9))))
        .containsExactly("5.7.8 [secret]", "5.7.8 [secret]");
  }
}
