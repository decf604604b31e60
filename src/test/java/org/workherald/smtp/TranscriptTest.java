package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.settings.Secret;
import org.workherald.smtp.Transcript.From;
import org.workherald.smtp.Transcript.Line;

/** What was said about each mail, and nothing that is nobody else's business. */
@Timeout(60)
class TranscriptTest {

  private static final String[] SECRETS = {
    "correct horse", "Y29ycmVjdCBob3JzZQ==", "AGtpbQBjb3JyZWN0IGhvcnNl", "a2lt"
  };

  private static ScriptedSmtpServer server() {
    return ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
  }

  private static Rig rig(ScriptedSmtpServer server, Transcripts transcripts) {
    return new Rig(transcripts, Rig.clock(), server.port(), TlsMode.STARTTLS);
  }

  private static String text(SendResult result) {
    return result.transcript().lines().stream()
        .map(line -> line.from().word().charAt(0) + ": " + line.text())
        .collect(Collectors.joining("\n"));
  }

  private static OutgoingMessage[] messages(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Rig.message("r" + i + "@example.com"))
        .toArray(OutgoingMessage[]::new);
  }

  @Test
  void theWholeDialogueOfAMail() {
    try (var server = server().with("PIPELINING");
        var rig = rig(server, Transcripts.ALL)) {
      SendResult result = rig.send("a@example.com");
      assertThat(text(result))
          .containsSubsequence(
              "n: mail.example.com has the address 127.0.0.1.",
              "n: Connected to 127.0.0.1, port " + server.port(),
              "s: 220 ",
              "c: EHLO ",
              "s: 250-",
              "STARTTLS",
              "c: STARTTLS",
              "s: 220 ",
              "n: TLS: TLSv1.3 TLS_",
              "n: Certificate of ",
              "Rig Root",
              "SHA-256 ",
              ": verified.",
              "c: EHLO ",
              "AUTH PLAIN LOGIN",
              "c: AUTH PLAIN [credentials]\ns: 235 ",
              "n: Mail no. 1 over this connection.",
              "c: MAIL FROM:<from@example.com>",
              "c: RCPT TO:<a@example.com>",
              "c: DATA",
              "s: 250 ",
              "s: 250 ",
              "s: 354 ",
              "c: (message: 53 bytes)",
              "s: 250 ")
          .doesNotContain("body for")
          .doesNotContain(SECRETS);
      assertThat(result.transcript().lines())
          .extracting(Line::millis)
          .isSorted()
          .allMatch(millis -> millis >= 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachReplyStandsWithItsMail(boolean pipelining) {
    try (var server = server();
        var rig = rig(server, Transcripts.ALL)) {
      if (!pipelining) {
        server.without("PIPELINING");
      }
      server.on(
          "RCPT",
          session -> session.line().contains("r2@"),
          Answer.reply("550-5.1.1 nobody of that name", "550 5.1.1 is r2"));
      server.on(
          "BODY",
          session -> Answer.reply("250 2.0.0 taken " + server.mails().size()).give(session));
      List<SendResult> results = rig.send(messages(5));
      assertThat(server.sessions()).hasSize(1);
      String opening = null;
      for (int i = 0; i < 5; i++) {
        String text = text(results.get(i));
        String own = text.substring(text.indexOf("n: Mail no."));
        assertThat(own)
            .contains("Mail no. " + (i + 1) + " ", "RCPT TO:<r" + i + "@example.com>")
            .satisfies(shown -> assertThat(shown.split("RCPT TO:")).hasSize(2));
        for (int other = 0; other < 5; other++) {
          if (other != i) {
            assertThat(text).doesNotContain("r" + other + "@example.com");
          }
        }
        if (i == 2) {
          assertThat(own)
              .contains("s: 550-5.1.1 nobody of that name\ns: 550 5.1.1 is r2")
              .doesNotContain("taken", "(message:");
        } else {
          assertThat(own)
              .contains("(message: 55 bytes)")
              .contains("s: 250 2.0.0 taken")
              .doesNotContain("550");
        }
        String before = text.substring(0, text.indexOf("n: Mail no."));
        assertThat(before).isEqualTo(opening == null ? before : opening);
        opening = before;
      }
    }
  }

  @Test
  void ofThoseThatFailedOnly() {
    try (var server = server();
        var rig = rig(server, Transcripts.FAILED)) {
      server.on("RCPT", s -> s.line().contains("r1@"), Answer.reply("450 4.2.0 later"));
      List<SendResult> results = rig.send(messages(3));
      assertThat(results.get(0).transcript()).isSameAs(Transcript.NONE);
      assertThat(text(results.get(1))).contains("s: 450 4.2.0 later");
      assertThat(results.get(2).transcript()).isSameAs(Transcript.NONE);
    }
  }

  @Test
  void noneWhenNobodyAskedForThem() {
    try (var server = server();
        var rig = rig(server, Transcripts.OFF)) {
      server.on("RCPT", s -> s.line().contains("r1@"), Answer.reply("450 4.2.0 later"));
      assertThat(rig.send(messages(2))).extracting(SendResult::transcript).containsOnlyNulls();
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsShown() {
    TestCa stranger = TestCa.create("Stranger Root");
    try (var server = ScriptedSmtpServer.starttls(stranger.leaf("mail.example.com"));
        var rig = rig(server, Transcripts.FAILED)) {
      SendResult result = rig.send("a@example.com");
      assertThat(text(result))
          .containsSubsequence(
              "c: STARTTLS",
              "s: 220 ",
              "n: TLS: TLSv1.3",
              "n: Certificate of ",
              "Stranger Root",
              "SHA-256 ",
              ": not accepted.",
              "n: The server's certificate comes from")
          .doesNotContain("AUTH PLAIN [credentials]", "MAIL FROM");
    }
  }

  @Test
  void aServerThatIsAwayIsSaidToBe() {
    int port;
    try (var server = server()) {
      port = server.port();
    }
    try (var rig = new Rig(Transcripts.FAILED, Rig.clock(), port, TlsMode.STARTTLS)) {
      assertThat(text(rig.send("a@example.com")))
          .contains("n: No connection to 127.0.0.1, port " + port + ": Connection refused")
          .contains("takes no connection; check host, port and firewall.");
    }
  }

  @Test
  void aNameThatNobodyKnows() {
    try (var rig = new Rig(Transcripts.FAILED, Rig.clock(), 1, TlsMode.STARTTLS)) {
      rig.settings = Rig.settings("no-such-host.invalid", 25, TlsMode.STARTTLS, null, 1);
      assertThat(rig.send("a@example.com").transcript().lines())
          .singleElement()
          .satisfies(line -> assertThat(line.from()).isEqualTo(From.NOTE))
          .satisfies(line -> assertThat(line.text()).contains("no-such-host.invalid"));
    }
  }

  @Test
  void credentialsComeBackFromNowhere() {
    String said = String.join(" ", SECRETS);
    Answer parrot =
        session -> {
          Answer.reply("334 " + SECRETS[0]).give(session);
          session.flush();
          String name = session.readLine();
          Answer.reply("334 " + name).give(session);
          session.flush();
          String word = session.readLine();
          return Answer.reply("535-5.7.8 " + name, "535-" + word, "535 " + said).give(session);
        };
    try (var server = server().mechanisms("LOGIN").on("AUTH", parrot);
        var rig = rig(server, Transcripts.ALL)) {
      assertThat(text(rig.send("a@example.com")))
          .contains(
              """
              c: AUTH LOGIN
              s: 334 [not shown]
              c: [credentials]
              s: 334 [not shown]
              c: [credentials]
              s: 535-5.7.8 [secret]
              s: 535-[secret]
              s: 535 [secret] [secret] [secret] [secret]
              """)
          .doesNotContain(SECRETS);
    }
  }

  @Test
  void norThoseThatAreRepeatedWithEachMail() {
    String said = String.join(" ", SECRETS);
    for (String step : List.of("MAIL", "RCPT", "DATA", "BODY")) {
      try (var server = server().on(step, Answer.reply("450-" + said, "450 " + said));
          var rig = rig(server, Transcripts.ALL)) {
        assertThat(text(rig.send("a@example.com")))
            .contains("s: 450-[secret] [secret] [secret] [secret]")
            .doesNotContain(SECRETS);
      }
    }
  }

  @Test
  void aPasswordCutInTheMiddleIsNotHalfShown() {
    String word = "k".repeat(60) + "z".repeat(440);
    try (var server = ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", word);
        var rig = rig(server, Transcripts.ALL)) {
      rig.login(new SmtpSettings.Login("kim", new Secret(word)));
      server.on("RCPT", Answer.reply("550 " + "x".repeat(450) + word));
      assertThat(text(rig.send("a@example.com")))
          .contains("xx[secret]")
          .doesNotContain("kkk", "zz");
    }
  }

  @Test
  void aConnectionThatEndsInTheMidst() {
    try (var server = server().without("PIPELINING");
        var rig = rig(server, Transcripts.FAILED)) {
      server.on("RCPT", s -> s.line().contains("r1@"), Answer.drop());
      List<SendResult> results = rig.send(messages(3));
      assertThat(results.get(0).transcript()).isSameAs(Transcript.NONE);
      assertThat(text(results.get(1)))
          .containsSubsequence("RCPT TO:<r1@example.com>", "n: The server stalled or hung up")
          .doesNotContain("r0@", "r2@");
      // The last one goes over a new connection, and does not tell of the other.
      assertThat(results.get(2).transcript()).isSameAs(Transcript.NONE);
      assertThat(server.sessions()).hasSize(2);
    }
  }

  @Test
  void aMailWhoseOutcomeIsUnknownAndTheOneBehindIt() {
    try (var server = server();
        var rig = rig(server, Transcripts.FAILED)) {
      server.once("BODY", Answer.drop());
      List<SendResult> results = rig.send(messages(2));
      assertThat(text(results.get(0)))
          .containsSubsequence(
              "RCPT TO:<r0@example.com>", "(message: ", "n: The connection was lost before")
          .doesNotContain("r1@");
      assertThat(text(results.get(1)))
          .containsSubsequence("RCPT TO:<r1@example.com>", "was lost at its answer to the message")
          .doesNotContain("r0@");
    }
  }

  @Test
  void aKeptConnectionIsToldOfAgain() {
    try (var server = server();
        var rig = rig(server, Transcripts.ALL)) {
      rig.send("a@example.com");
      assertThat(text(rig.send("b@example.com")))
          .containsSubsequence("s: 220 ", "AUTH PLAIN [credentials]", "Mail no. 2", "c: RSET", "b@")
          .doesNotContain("a@example.com");
      assertThat(server.sessions()).hasSize(1);
    }
  }

  static Stream<String> endless() {
    String line = "y".repeat(3_900);
    return Stream.of(
        IntStream.range(0, 15).mapToObj(i -> "450-" + line).collect(Collectors.joining("\r\n")),
        IntStream.range(0, 120).mapToObj(i -> "450-").collect(Collectors.joining("\r\n")));
  }

  @ParameterizedTest
  @MethodSource("endless")
  void howeverMuchTheServerSays(String much) {
    String hello = much.replace("450-", "250-");
    try (var server = server();
        var rig = rig(server, Transcripts.ALL)) {
      server.on("EHLO", s -> s.secure(), Answer.reply(hello, "250-PIPELINING", "250 AUTH PLAIN"));
      server.on("AUTH", Answer.reply(much.replace("450-", "235-"), "235 2.7.0 welcome"));
      for (String step : List.of("MAIL", "RCPT", "DATA")) {
        server.on(step, Answer.reply(much, "450 4.2.0 later"));
      }
      SendResult result = rig.send("a@example.com");
      List<Line> lines = result.transcript().lines();
      assertThat(lines.stream().mapToInt(line -> line.text().length() + 40).sum())
          .isBetween(8_000, 16 * 1024);
      assertThat(lines).allMatch(line -> line.text().length() <= 1_000);
      assertThat(text(result)).contains("more lines)", "RCPT TO:<a@example.com>");
      assertThat(lines.get(lines.size() - 1).from()).isEqualTo(From.NOTE);
    }
  }

  @Test
  void whatMovesCursorsDoesNot() {
    try (var server = server();
        var rig = rig(server, Transcripts.ALL)) {
      server.on("RCPT", Answer.raw("550 5.1.1 \u001b[2J\u202e gone \u0000\u0007\r\n"));
      assertThat(text(rig.send("a@example.com"))).contains("s: 550 5.1.1  [2J  gone");
    }
  }

  @Test
  void whatIsNoMailServerIsNotQuoted() {
    try (var server = server().on("CONNECT", Answer.reply("220 FileZilla secret stuff"));
        var rig = rig(server, Transcripts.ALL)) {
      assertThat(text(rig.send("a@example.com")))
          .contains("s: 220 [not shown]")
          .doesNotContain("secret stuff");
    }
    try (var server = server().on("EHLO", Answer.reply("530 please log in to secret stuff"));
        var rig = rig(server, Transcripts.ALL)) {
      assertThat(text(rig.send("a@example.com")))
          .contains("s: 530 [not shown]")
          .doesNotContain("secret stuff");
    }
  }
}
