package org.workherald.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workherald.notification.Reception.Prepared;
import org.workherald.outbox.Attempt;
import org.workherald.outbox.Settlement;
import org.workherald.store.CommitCutter;
import org.workherald.store.CommitCutter.Cut;
import org.workherald.store.CommitUnknown;
import org.workherald.store.Dialect;
import org.workherald.store.TestDatabase;
import org.workherald.user.KnownUsers;

/** Connections to PostgreSQL that break in the midst of a commit: nothing lost, nothing doubled. */
class CommitUnknownTest {

  private static final Map<String, Object> REQUEST = Map.of("a", 1);

  private static CommitCutter cutter;
  private static Parts parts;

  @BeforeAll
  static void open() {
    cutter = new CommitCutter(TestDatabase.newUrl(Dialect.POSTGRESQL));
    parts = Parts.at(cutter.url(), Duration.ofSeconds(10));
  }

  @BeforeEach
  void empty() {
    cutter.clear();
    parts.test.empty();
    parts.wakeUps.set(0);
  }

  @AfterAll
  static void close() throws Exception {
    parts.close();
    cutter.close();
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE,",
    "AFTER,",
    "BEFORE, key",
    "AFTER, key",
  })
  void anAcceptedNotificationIsStoredOnce(Cut cut, String key) {
    var draft = draft();
    cutter.cut(cut);
    var answer = accept(key, prepared(draft));
    assertThat(cutter.cuts()).isEqualTo(1);
    assertThat(answer.getStatus()).isEqualTo(202);
    assertThat(answer.getHeaderString("Idempotency-Replayed")).isNull();
    assertThat(count()).isEqualTo(1);
    assertThat(parts.outbox.depth().queued()).isEqualTo(2);
    assertThat(parts.wakeUps).hasValue(1);
    if (key != null) {
      var again = accept(key, CommitUnknownTest::unexpected);
      assertThat(again.getEntity()).isEqualTo(answer.getEntity());
      assertThat(again.getHeaderString("Idempotency-Replayed")).isEqualTo("true");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE,",
    "AFTER,",
    "BEFORE, key",
    "AFTER, key",
  })
  void soIsABatchThoughTheConnectionBreaksAgainAndAgain(Cut cut, String key) {
    var drafts = List.of(draft(), draft(), draft());
    cutter.cut(cut, Cut.BEFORE, cut);
    accept(key, () -> new Prepared(drafts, "", Map.of("results", 3)));
    assertThat(cutter.cuts()).isEqualTo(3);
    assertThat(count()).isEqualTo(3);
    assertThat(parts.outbox.depth().queued()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({",", "key,"})
  void aCommitThatArrivesLateIsWaitedFor(String key) throws Exception {
    cutter.cut(Cut.LATE);
    var answer = CompletableFuture.supplyAsync(() -> accept(key, prepared(draft())));
    await().until(() -> cutter.cuts() == 1);
    assertThat(answer).isNotDone();
    cutter.release();
    assertThat(answer.get(10, TimeUnit.SECONDS).getStatus()).isEqualTo(202);
    assertThat(count()).isEqualTo(1);
    assertThat(parts.outbox.depth().queued()).isEqualTo(2);
  }

  @Test
  void whatStaysUnknownIsSaidAndTheSameKeyFindsItOut() {
    try (var hasty = Parts.at(cutter.url(), Duration.ofMillis(100))) {
      hasty.outbox.depth();
      cutter.cut(Cut.AFTER, Cut.BEFORE);
      assertThatThrownBy(
              () -> hasty.reception().accept(Parts.CALLER, "key", REQUEST, prepared(draft())))
          .isInstanceOf(CommitUnknown.class);
      cutter.clear();
      var again =
          hasty.reception().accept(Parts.CALLER, "key", REQUEST, CommitUnknownTest::unexpected);
      assertThat(again.getHeaderString("Idempotency-Replayed")).isEqualTo("true");
      assertThat(count()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"BEFORE", "AFTER"})
  void aChangeAndItsAuditEntryAreMadeOnce(Cut cut) {
    cutter.cut(cut);
    KnownUsers.add(parts.users, "kim", "kim@example.com", "Kim", "de", Map.of());
    assertThat(cutter.cuts()).isEqualTo(1);
    assertThat(number("SELECT COUNT(*) FROM audit_entry WHERE detail = 'added'")).isEqualTo(1);
    assertThat(number("SELECT COUNT(*) FROM audit_entry")).isEqualTo(1);
    assertThat(number("SELECT COUNT(*) FROM user_preference")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"BEFORE", "AFTER"})
  void anOutcomeIsRecordedOnce(Cut cut) {
    parts.add(Event.STEP_ASSIGNED, "1", "kim@example.com");
    var lease = parts.outbox.claim(1, Duration.ofMinutes(2)).orElseThrow();
    var sent =
        new Settlement.Sent(
            lease.entries().get(0).id(),
            new Attempt(
                parts.clock.instant(),
                Attempt.Outcome.SENT,
                "250 ok",
                null,
                null,
                "localhost:25",
                null,
                1));
    cutter.cut(cut);
    assertThatThrownBy(() -> parts.outbox.settle(lease.token(), List.of(sent)))
        .isInstanceOf(CommitUnknown.class);
    // As the worker does until it is through.
    int again = parts.outbox.settle(lease.token(), List.of(sent));
    assertThat(again).isEqualTo(cut == Cut.BEFORE ? 1 : 0);
    assertThat(number("SELECT COUNT(*) FROM attempt")).isEqualTo(1);
    assertThat(number("SELECT COUNT(*) FROM outbox WHERE state = 'sent'")).isEqualTo(1);
  }

  private Response accept(String key, Supplier<Prepared> prepare) {
    return parts.reception().accept(Parts.CALLER, key, REQUEST, prepare);
  }

  private Draft draft() {
    return parts.draft(Event.STEP_ASSIGNED, "1", "kim@example.com", "lee@example.com");
  }

  private static Supplier<Prepared> prepared(Draft draft) {
    var id = draft.notification().id();
    return () -> new Prepared(List.of(draft), "/notifications/" + id, Map.of("id", id));
  }

  private static Prepared unexpected() {
    throw new AssertionError("must not be done again");
  }

  private int count() {
    return number("SELECT COUNT(*) FROM notification");
  }

  private int number(String sql) {
    return parts
        .test
        .database()
        .<Integer>read(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
  }
}
