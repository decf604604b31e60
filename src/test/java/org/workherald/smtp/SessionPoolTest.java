package org.workherald.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.trust.Trust;

/** Connections are kept as long as they are good for something, and no longer. */
@Timeout(60)
class SessionPoolTest {

  private static ScriptedSmtpServer server() {
    return ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
  }

  private static Rig rig(ScriptedSmtpServer server, String... config) {
    return new Rig(server, TlsMode.STARTTLS, config);
  }

  private static List<String> commands(ScriptedSmtpServer server, int session) {
    return server.sessions().get(session).commands();
  }

  private static void sendAgainOnANewConnection(ScriptedSmtpServer server, Rig rig) {
    int before = server.sessions().size();
    assertThat(rig.send("again@example.com").sent()).isTrue();
    assertThat(server.sessions()).hasSize(before + 1);
    Awaitility.await().until(() -> commands(server, before - 1).contains("QUIT"));
  }

  @Test
  void retiresByAge() {
    try (var server = server();
        var rig = rig(server, "max-idle", "1h")) {
      rig.send("a@example.com");
      rig.time.move(Duration.ofMinutes(4));
      rig.send("b@example.com");
      assertThat(server.sessions()).hasSize(1);
      rig.time.move(Duration.ofMinutes(1));
      sendAgainOnANewConnection(server, rig);
    }
  }

  @Test
  void retiresWhenIdle() {
    try (var server = server();
        var rig = rig(server)) {
      rig.send("a@example.com");
      rig.time.move(Duration.ofSeconds(30));
      sendAgainOnANewConnection(server, rig);
    }
  }

  @Test
  void retiresByCountInTheMiddleOfACall() {
    try (var server = server();
        var rig = rig(server, "max-mails", "3")) {
      assertThat(rig.send(messages(8))).allMatch(SendResult::sent);
      assertThat(server.mails())
          .extracting(ScriptedSmtpServer.Mail::connection)
          .containsExactly(0, 0, 0, 1, 1, 1, 2, 2);
    }
  }

  @Test
  void changedSettingsEndOldSessions() {
    try (var server = server();
        var rig = rig(server)) {
      rig.send("a@example.com");
      rig.settingsRevision++;
      sendAgainOnANewConnection(server, rig);
    }
  }

  @Test
  void changedTrustEndsOldSessionsAndTlsIsNotResumed() {
    try (var server = server();
        var rig = rig(server)) {
      rig.send("a@example.com");
      rig.trust = Trust.only(rig.time, TestCa.create("Another").certificate());
      rig.trustRevision++;
      for (int i = 0; i < 2; i++) {
        SendResult result = rig.send("b@example.com");
        assertThat(result.failure().cause()).isEqualTo(Cause.UNTRUSTED_ISSUER);
      }
      assertThat(server.mails()).hasSize(1);
    }
  }

  private static OutgoingMessage[] messages(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Rig.message("r" + i + "@example.com"))
        .toArray(OutgoingMessage[]::new);
  }

  /** While the server takes its third mail, of which it says that it has it. */
  private static void duringTheThird(ScriptedSmtpServer server, Runnable change) {
    server.on(
        "BODY",
        session -> {
          if (server.mails().size() == 2) {
            change.run();
          }
          return session.usual("BODY");
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void changedTrustStopsABatchBetweenTwoMails(boolean pipelining) {
    try (var server = server();
        var rig = rig(server)) {
      if (!pipelining) {
        server.without("PIPELINING");
      }
      duringTheThird(
          server,
          () -> {
            rig.trust = Trust.only(rig.time, TestCa.create("Another").certificate());
            rig.trustRevision++;
          });
      List<SendResult> results = rig.send(messages(8));

      assertThat(results.subList(0, 3)).allMatch(SendResult::sent);
      assertThat(results.get(3).failure().cause()).isEqualTo(Cause.UNTRUSTED_ISSUER);
      assertThat(server.mails()).hasSize(3);
      assertThat(new String(server.received(), UTF_8)).doesNotContain("body for r3@");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void changedSettingsHoldForTheNextMailOfABatch(boolean pipelining) {
    try (var server = server();
        var rig = rig(server)) {
      if (!pipelining) {
        server.without("PIPELINING");
      }
      duringTheThird(server, () -> rig.settingsRevision++);
      assertThat(rig.send(messages(6))).allMatch(SendResult::sent);
      assertThat(server.mails())
          .extracting(ScriptedSmtpServer.Mail::connection)
          .containsExactly(0, 0, 0, 1, 1, 1);
      assertThat(rig.open()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aKeptSessionThatDiedIsReplacedWithoutAWord(boolean pipelining) {
    try (var server = server();
        var rig = rig(server)) {
      if (!pipelining) {
        server.without("PIPELINING");
      }
      rig.send("a@example.com");
      server.once("RSET", Answer.drop());
      assertThat(rig.send("b@example.com").sent()).isTrue();
      assertThat(server.sessions()).hasSize(2);
      server.once("RSET", Answer.replyThenDrop("421 4.4.2 idle too long"));
      assertThat(rig.send("c@example.com").sent()).isTrue();
      assertThat(server.sessions()).hasSize(3);
      server.sessions().get(2).drop();
      assertThat(rig.send("d@example.com").sent()).isTrue();
      assertThat(server.mails()).hasSize(4);
    }
  }

  @Test
  void aTransactionLeftOpenIsResetBeforeReuse() {
    try (var server = server();
        var rig = rig(server)) {
      server.once("RCPT", Answer.reply("550 5.1.1 no"));
      assertThat(rig.send("a@example.com").failure().kind()).isEqualTo(SmtpFailure.Kind.REJECTED);
      assertThat(rig.send("b@example.com").sent()).isTrue();
      assertThat(server.sessions()).hasSize(1);
      assertThat(commands(server, 0)).containsSubsequence("DATA", "RSET", "DATA");
    }
  }

  @Test
  void idleSessionsAreSeenOff() {
    try (var server = server();
        var rig = rig(server)) {
      rig.send("a@example.com");
      rig.time.move(Duration.ofSeconds(31));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> commands(server, 0).contains("QUIT"));
      Awaitility.await()
          .until(() -> rig.meters.get("workherald.smtp.connections").gauge().value() == 0);
    }
  }

  @Test
  void neverMoreConnectionsThanAllowed() throws InterruptedException {
    try (var server = server();
        var rig = rig(server)) {
      rig.settings =
          Rig.settings("mail.example.com", server.port(), TlsMode.STARTTLS, Rig.LOGIN, 2);
      AtomicInteger sent = new AtomicInteger();
      CountDownLatch done = new CountDownLatch(6);
      AtomicInteger most = new AtomicInteger();
      server.on(
          "MAIL",
          session -> {
            int open = (int) server.sessions().stream().filter(s -> !s.ended()).count();
            most.accumulateAndGet(open, Math::max);
            return session.usual("MAIL");
          });
      for (int i = 0; i < 6; i++) {
        int caller = i;
        new Thread(
                () -> {
                  Stream<OutgoingMessage> some =
                      IntStream.range(0, 10)
                          .mapToObj(k -> Rig.message(caller + "." + k + "@example.com"));
                  rig.transport.send(
                      some.iterator(), r -> sent.addAndGet(r.sent() ? 1 : 0), id -> true);
                  done.countDown();
                })
            .start();
      }
      assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
      assertThat(sent).hasValue(60);
      assertThat(most.get()).isLessThanOrEqualTo(2);
      assertThat(rig.transport.probe()).isEmpty();
    }
  }

  @Test
  void closingSaysGoodbye() {
    try (var server = server();
        var rig = rig(server)) {
      rig.send("a@example.com");
      rig.transport.close();
      Awaitility.await().until(() -> commands(server, 0).contains("QUIT"));
      assertThat(rig.send("b@example.com").failure().kind()).isEqualTo(SmtpFailure.Kind.TRANSIENT);
      assertThat(server.sessions()).hasSize(1);
    }
  }

  /** A slot that others may take. */
  private static class Taken implements Slot {
    volatile boolean stands = true;
    volatile boolean asked;
    final AtomicInteger freed = new AtomicInteger();

    @Override
    public boolean stands() {
      return stands;
    }

    @Override
    public boolean asked() {
      return asked;
    }

    @Override
    public void free() {
      freed.incrementAndGet();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingMoreIsSentWhenTheSlotIsLost(boolean pipelining) {
    try (var server = server();
        var rig = rig(server)) {
      if (!pipelining) {
        server.without("PIPELINING");
      }
      Taken slot = new Taken();
      rig.slots = connections -> Optional.of(slot);
      duringTheThird(server, () -> slot.stands = false);
      List<SendResult> results = new ArrayList<>();
      try (SmtpTransport.Line line = rig.transport.line().orElseThrow()) {
        line.send(List.of(messages(8)).iterator(), results::add, id -> true);
      }
      assertThat(results).hasSize(3).allMatch(SendResult::sent);
      assertThat(server.mails()).hasSize(3);
      assertThat(new String(server.received(), UTF_8)).doesNotContain("body for r3@");
      assertThat(server.sessions()).hasSize(1);
      assertThat(slot.freed).hasValue(1);
      assertThat(rig.open()).isZero();
    }
  }

  @Test
  void aSlotThatIsAskedBackIsGivenBackAfterTheMailsUnderWay() {
    try (var server = server();
        var rig = rig(server)) {
      Taken slot = new Taken();
      rig.slots = connections -> Optional.of(slot);
      duringTheThird(server, () -> slot.asked = true);
      try (SmtpTransport.Line line = rig.transport.line().orElseThrow()) {
        line.send(List.of(messages(8)).iterator(), result -> {}, id -> true);
      }
      assertThat(server.mails()).hasSize(8);
      assertThat(slot.freed).hasValue(1);
      assertThat(commands(server, 0)).contains("QUIT");
    }
  }

  @Test
  void aSlotIsKeptWithItsSession() {
    try (var server = server();
        var rig = rig(server, "max-mails", "3")) {
      Taken slot = new Taken();
      AtomicInteger taken = new AtomicInteger();
      rig.slots =
          connections -> {
            taken.incrementAndGet();
            return Optional.of(slot);
          };
      for (int i = 0; i < 2; i++) {
        try (SmtpTransport.Line line = rig.transport.line().orElseThrow()) {
          line.send(List.of(messages(4)).iterator(), result -> {}, id -> true);
        }
      }
      assertThat(server.mails()).hasSize(8);
      assertThat(server.sessions()).hasSize(3);
      assertThat(taken).hasValue(1);
      rig.time.move(Duration.ofMinutes(10));
      rig.transport.pool().evict();
      Awaitility.await().until(() -> slot.freed.get() == 1);
    }
  }

  @Test
  void whenOthersHaveAllSlotsThereIsNoLineAndSendingWaits() throws InterruptedException {
    try (var server = server();
        var rig = rig(server)) {
      CountDownLatch asked = new CountDownLatch(2);
      CountDownLatch free = new CountDownLatch(1);
      rig.slots =
          connections -> {
            asked.countDown();
            return free.getCount() == 0 ? Optional.of(Slot.OWN) : Optional.empty();
          };
      assertThat(rig.transport.line()).isEmpty();
      assertThat(rig.open()).isZero();
      AtomicInteger sent = new AtomicInteger();
      Thread waiting = new Thread(() -> sent.addAndGet(rig.send("a@example.com").sent() ? 1 : 0));
      waiting.start();
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(server.sessions()).isEmpty();
      free.countDown();
      waiting.join();
      assertThat(sent).hasValue(1);
    }
  }

  @Test
  void whoOnlyLooksGetsAnIdleSlotWhenOthersHaveTheRest() throws SmtpException {
    try (var server = server();
        var rig = rig(server)) {
      rig.settings =
          Rig.settings("mail.example.com", server.port(), TlsMode.STARTTLS, Rig.LOGIN, 3);
      rig.send("a@example.com");
      rig.slots = connections -> Optional.empty();
      assertThat(rig.transport.probe()).isEmpty();
      assertThat(commands(server, 0)).contains("QUIT");
      assertThat(rig.open()).isZero();
    }
  }

  @Test
  void aSlotThatCannotBeFreedLeavesNoPlaceTaken() {
    try (var server = server();
        var rig = rig(server)) {
      rig.slots =
          connections ->
              Optional.of(
                  new Taken() {
                    @Override
                    public void free() {
                      throw new IllegalStateException("for this test");
                    }
                  });
      SmtpTransport.Line line = rig.transport.line().orElseThrow();
      assertThatThrownBy(line::close).hasMessage("for this test");
      assertThat(rig.open()).isZero();
    }
  }
}
