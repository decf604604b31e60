package org.workherald.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.smtp.SmtpFailure.Kind;

/** Each reply belongs to one message, whatever the server says to the others. */
@Timeout(60)
class PipelineTest {

  private static ScriptedSmtpServer server() {
    return ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
  }

  private static Rig rig(ScriptedSmtpServer server, String... config) {
    return new Rig(server, TlsMode.STARTTLS, config);
  }

  private static OutgoingMessage[] messages(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Rig.message("r" + i + "@example.com"))
        .toArray(OutgoingMessage[]::new);
  }

  /** Every mail taken has its own body, and is one whose result says so. */
  private static void assertMatched(
      ScriptedSmtpServer server, OutgoingMessage[] messages, List<SendResult> results) {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < messages.length; i++) {
      if (results.get(i) != null && results.get(i).sent()) {
        sent.add(messages[i].recipient());
      }
    }
    assertThat(server.mails().stream().filter(m -> !m.recipients().isEmpty()))
        .extracting(mail -> mail.recipients().get(0))
        .containsExactlyElementsOf(sent);
    for (ScriptedSmtpServer.Mail mail : server.mails()) {
      assertThat(new String(mail.content(), UTF_8))
          .isEqualTo(
              "Subject: to %1$s\r\n\r\nbody for %1$s\r\n".formatted(mail.recipients().get(0)));
    }
  }

  /** A worker that was frozen while the server said 354 wakes up to find its lease taken. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noBodyLeavesOnceItsMessageIsSomebodyElses(boolean pipelining) {
    try (var server = server();
        var rig = rig(server)) {
      if (!pipelining) {
        server.without("PIPELINING");
      }
      OutgoingMessage[] messages = messages(6);
      AtomicBoolean taken = new AtomicBoolean();
      server.on(
          "DATA",
          s -> ordinal(s) == 2,
          s -> {
            taken.set(true);
            return s.usual("DATA");
          });
      List<SendResult> results = rig.send(id -> !taken.get(), messages);
      assertThat(results.subList(0, 2)).allMatch(SendResult::sent);
      assertThat(results.subList(2, 6)).containsOnlyNulls();
      assertMatched(server, messages, results);
      assertThat(server.sessions()).hasSize(1);
      assertThat(rig.open()).isZero();
    }
  }

  /** Between a body and its reply, nothing but the reply decides what became of it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void aMailThatIsTakenHasItsResultWheneverTheNextOneBreaks(int call) {
    List<SendResult> results = new ArrayList<>();
    try (var server = server()) {
      try (var rig = rig(server)) {
        Iterator<OutgoingMessage> source = List.of(messages(2)).iterator();
        AtomicInteger calls = new AtomicInteger();
        Iterator<OutgoingMessage> breaking =
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                if (calls.incrementAndGet() == call) {
                  throw new LinkageError();
                }
                return source.hasNext();
              }

              @Override
              public OutgoingMessage next() {
                return source.next();
              }
            };
        rig.transport.send(breaking, results::add, id -> true);
      } catch (LinkageError e) {
        // Where no mail is on the wire, it may end there.
      }
      await().until(() -> server.sessions().stream().allMatch(ScriptedSmtpSession::ended));
      assertThat(results).hasSameSizeAs(server.mails()).allMatch(SendResult::sent);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RCPT,550 5.1.1 unknown,REJECTED,true",
    "RCPT,550 5.1.1 unknown,REJECTED,false",
    "RCPT,450 4.7.1 Greylisted,TRANSIENT,true",
    "MAIL,552 5.3.4 too big,REJECTED,true",
    "MAIL,552 5.3.4 too big,REJECTED,false",
    "DATA,550 5.7.1 policy,REJECTED,true",
    "DATA,451 4.6.0 later,TRANSIENT,false",
  })
  void oneRefusedInTheMiddle(String step, String reply, Kind kind, boolean pipelining) {
    try (var server = server();
        var rig = rig(server)) {
      if (!pipelining) {
        server.without("PIPELINING");
      }
      OutgoingMessage[] messages = messages(7);
      server.on(step, s -> ordinal(s) == 3 || ordinal(s) == 4, Answer.reply(reply));
      List<SendResult> results = rig.send(messages);

      for (int i = 0; i < 7; i++) {
        if (i == 3 || i == 4) {
          assertThat(results.get(i).failure().kind()).isEqualTo(kind);
          assertThat(results.get(i).reply()).isEqualTo(reply);
          assertThat(results.get(i).failure().server()).isFalse();
        } else {
          assertThat(results.get(i).sent()).isTrue();
        }
      }
      assertMatched(server, messages, results);
      assertThat(server.sessions()).hasSize(1);
    }
  }

  /** Which message the server is at, by how many senders it was told. */
  private static long ordinal(ScriptedSmtpSession session) {
    return session.commands().stream().filter(c -> c.startsWith("MAIL")).count() - 1;
  }

  @ParameterizedTest
  @ValueSource(strings = {"RCPT", "MAIL"})
  void aServerThatWantsTheBodyAllTheSameGetsAnEmptyOne(String step) {
    try (var server = server();
        var rig = rig(server)) {
      OutgoingMessage[] messages = messages(5);
      server.on(step, s -> ordinal(s) == 2, Answer.reply("552 5.3.4 no"));
      server.on("DATA", s -> ordinal(s) == 2, Answer.reply("354 go on"));
      List<SendResult> results = rig.send(messages);

      assertThat(results.get(2).failure().kind()).isEqualTo(Kind.REJECTED);
      assertThat(results.stream().filter(SendResult::sent)).hasSize(4);
      assertThat(server.mails()).hasSize(5);
      assertThat(server.mails().get(2).content()).isEmpty();
      assertThat(server.mails().get(3).recipients()).containsExactly("r3@example.com");
    }
  }

  @Test
  void aBodyRefusedInTheMiddle() {
    try (var server = server();
        var rig = rig(server)) {
      OutgoingMessage[] messages = messages(5);
      // The next envelope is read after the body's reply: the count is still the body's own.
      server.on("BODY", s -> ordinal(s) == 2, Answer.reply("554 5.7.1 spam"));
      List<SendResult> results = rig.send(messages);
      assertThat(results.get(2).failure().kind()).isEqualTo(Kind.REJECTED);
      assertMatched(server, messages, results);
      assertThat(server.mails()).hasSize(4);
    }
  }

  @Test
  void aRefusedSenderStopsEverything() {
    try (var server = server();
        var rig = rig(server)) {
      OutgoingMessage[] messages = messages(6);
      server.on("MAIL", s -> ordinal(s) == 2, Answer.reply("550 5.7.60 not allowed"));
      List<SendResult> results = rig.send(messages);

      assertThat(results.subList(0, 2)).allMatch(SendResult::sent);
      assertThat(results.get(2).failure().cause()).isEqualTo(Cause.SENDER_REFUSED);
      assertThat(results.get(3).failure()).isEqualTo(results.get(2).failure());
      assertThat(results.subList(4, 6)).containsOnlyNulls();
      assertMatched(server, messages, results);
    }
  }

  @Test
  void quotaAtTheBodyStopsTheOneBehind() {
    try (var server = server();
        var rig = rig(server)) {
      OutgoingMessage[] messages = messages(4);
      server.on(
          "BODY",
          s -> ordinal(s) == 1,
          Answer.reply("554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException"));
      List<SendResult> results = rig.send(messages);

      assertThat(results.get(1).failure().cause()).isEqualTo(Cause.QUOTA);
      assertThat(results.get(1).failure().retryAfter()).isEqualTo(Duration.ofHours(4));
      assertThat(results.get(2).failure().cause()).isEqualTo(Cause.QUOTA);
      assertMatched(server, messages, results);
      assertThat(server.mails()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL,354 go",
    "MAIL,334 more",
    "MAIL,220 hello",
    "RCPT,354 go",
    "RCPT,221 bye",
    "DATA,250 fine",
    "DATA,220 hello",
    "BODY,354 go",
    "BODY,221 bye"
  })
  void aReplyOutOfOrderEndsTheConnection(String step, String odd) {
    try (var server = server().on(step, Answer.reply(odd));
        var rig = rig(server)) {
      List<SendResult> results = rig.send(messages(3));
      assertThat(results.get(0).failure().kind()).isEqualTo(Kind.TRANSIENT);
      assertThat(results.get(1).failure().server()).isTrue();
      assertThat(server.mails()).isEmpty();
      assertThat(server.sessions()).hasSize(1);
    }
  }

  @Test
  void aLostLastWordIsUnknownAndTheOneBehindUntouched() {
    try (var server = server();
        var rig = rig(server)) {
      OutgoingMessage[] messages = messages(5);
      server.on("BODY", s -> ordinal(s) == 1, Answer.drop());
      List<SendResult> results = rig.send(messages);

      assertThat(results.get(0).sent()).isTrue();
      assertThat(results.get(1).failure().kind()).isEqualTo(Kind.TRANSIENT);
      assertThat(results.get(1).failure().server()).isFalse();
      assertThat(results.get(1).failure().detail()).contains("same Message-ID");
      // Announced, and pulled ahead: neither was tried.
      for (SendResult untouched : results.subList(2, 4)) {
        assertThat(untouched.failure().kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(untouched.failure().server()).isTrue();
      }
      assertThat(results.get(4)).isNull();
      assertMatched(server, messages, results);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAIL", "RCPT", "DATA"})
  void aFreshConnectionThatDiesFailsTheServer(String step) {
    for (Answer end : List.of(Answer.drop(), Answer.reply("421 4.3.0 shutting down"))) {
      try (var server = server().on(step, end);
          var rig = rig(server)) {
        List<SendResult> results = rig.send(messages(3));
        assertThat(results.get(0).failure().kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(results.get(0).failure().server()).isTrue();
        assertThat(results.get(1).failure().server()).isTrue();
        assertThat(results.get(2)).isNull();
        assertThat(server.sessions()).hasSize(1);
        assertThat(server.mails()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aServerThatTakesOneMailAConnectionGetsOne(boolean pipelining) {
    try (var server = server();
        var rig = rig(server)) {
      if (!pipelining) {
        server.without("PIPELINING");
      }
      server.on("MAIL", s -> ordinal(s) == 1, Answer.replyThenDrop("421 4.3.2 one is enough"));
      OutgoingMessage[] messages = messages(4);
      List<SendResult> results = rig.send(messages);
      assertThat(results).allMatch(SendResult::sent);
      assertMatched(server, messages, results);
      assertThat(server.sessions()).hasSize(4);
    }
  }

  @Test
  void withoutPipeliningOneCommandAtATime() {
    try (var server = server().without("PIPELINING");
        var rig = rig(server)) {
      List<Integer> waiting = new ArrayList<>();
      for (String step : List.of("MAIL", "RCPT", "DATA", "BODY", "RSET")) {
        server.on(
            step,
            session -> {
              waiting.add(session.unread());
              return session.usual(step);
            });
      }
      server.on("RCPT", s -> s.line().contains("r1@"), Answer.reply("550 5.1.1 no"));
      OutgoingMessage[] messages = messages(4);
      List<SendResult> results = rig.send(messages);
      assertMatched(server, messages, results);
      assertThat(server.mails()).hasSize(3);
      assertThat(waiting).isNotEmpty().containsOnly(0);
    }
  }

  @Test
  void withPipeliningABodyAndTheNextEnvelopeAreOnePacket() {
    try (var server = server();
        var rig = rig(server)) {
      List<Integer> waiting = new ArrayList<>();
      server.on(
          "BODY",
          session -> {
            waiting.add(session.unread());
            return session.usual("BODY");
          });
      rig.send(messages(3));
      String envelope =
          "MAIL FROM:<from@example.com> SIZE=52\r\nRCPT TO:<r1@example.com>\r\nDATA\r\n";
      assertThat(waiting).containsExactly(envelope.length(), envelope.length(), 0);
    }
  }

  @Test
  void aMessageIsMadeWhileRepliesAreOnTheirWay() {
    try (var server = server();
        var rig = rig(server)) {
      List<String> order = new ArrayList<>();
      Iterator<OutgoingMessage> source =
          new Iterator<>() {
            private int made;

            @Override
            public boolean hasNext() {
              return made < 3;
            }

            @Override
            public OutgoingMessage next() {
              order.add("make " + made);
              return Rig.message("r" + made++ + "@example.com");
            }
          };
      rig.transport.send(source, result -> order.add("result"), id -> true);
      assertThat(order).containsExactly("make 0", "make 1", "make 2", "result", "result", "result");
    }
  }
}
