package org.workherald.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.notification.Reception.Prepared;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.NewEntry;
import org.workherald.store.Dialect;

class ReceptionTest {

  private static final Map<String, Object> REQUEST = Map.of("a", 1, "b", 2);

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void storesAndWakesTheDelivery(Dialect dialect) {
    try (Parts parts = Parts.on(dialect)) {
      var draft = parts.draft(Event.STEP_ASSIGNED, "1", "kim@example.com", "lee@example.com");
      accept(parts.reception(), null, REQUEST, prepared(draft));
      var id = draft.notification().id();
      assertThat(parts.store.look(List.of(id)).readable())
          .containsExactly(Map.entry(id, draft.notification()));
      var entries =
          parts.test.database().read(handle -> parts.outbox.find(handle, List.of(id))).get(id);
      assertThat(entries)
          .extracting("recipient")
          .containsExactly("kim@example.com", "lee@example.com");
      assertThat(new RecipientCodec().decode(entries.get(0).payload()))
          .isEqualTo(draft.recipients().get(0));
      assertThat(parts.wakeUps).hasValue(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void answersARepeatedRequestWithoutDoingItAgain(Dialect dialect) {
    try (Parts parts = Parts.on(dialect)) {
      var reception = parts.reception();
      var first = accept(reception, "k", REQUEST, prepared(draft(parts)));
      // The same JSON, its members in another order.
      var again = accept(reception, "k", Map.of("b", 2, "a", 1), ReceptionTest::unexpected);
      assertThat(again.getEntity()).isEqualTo(first.getEntity());
      assertThat(again.getHeaderString("Location")).isEqualTo(first.getHeaderString("Location"));
      assertThat(again.getHeaderString("Idempotency-Replayed")).isEqualTo("true");
      assertThat(first.getHeaderString("Idempotency-Replayed")).isNull();
      assertThat(count(parts)).isEqualTo(1);
      assertStatus(422, () -> accept(reception, "k", Map.of("a", 2), ReceptionTest::unexpected));
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void forgetsAKeyAfterADay(Dialect dialect) {
    try (Parts parts = Parts.on(dialect)) {
      var reception = parts.reception();
      accept(reception, "k", REQUEST, prepared(draft(parts)));
      parts.clock.move(Duration.ofHours(24).minusMillis(1));
      accept(reception, "k", REQUEST, ReceptionTest::unexpected);
      assertThat(parts.keys.purge(10)).isZero();
      parts.clock.move(Duration.ofMillis(1));
      accept(reception, "k", Map.of("other", "body"), prepared(draft(parts)));
      assertThat(count(parts)).isEqualTo(2);
      parts.clock.move(Duration.ofHours(24));
      assertThat(parts.keys.purge(10)).isEqualTo(1);
      assertThat(parts.keys.find("test", "k")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void keepsNoKeyOfWhatFailed(Dialect dialect) {
    try (Parts parts = Parts.on(dialect)) {
      var reception = parts.reception();
      var draft = draft(parts);
      // An entry without a recipient is refused by the database, after the key was kept.
      var entry = draft.entries().get(0);
      var broken =
          new NewEntry(
              entry.id(),
              entry.message(),
              "test",
              null,
              "{}",
              false,
              EntryState.QUEUED,
              null,
              null);
      var unusable = new Draft(draft.notification(), draft.recipients(), List.of(broken));
      assertThatThrownBy(
              () ->
                  accept(
                      reception, "k", REQUEST, () -> new Prepared(List.of(unusable), "", Map.of())))
          .isNotInstanceOf(HttpProblem.class);
      assertThat(count(parts)).isZero();
      assertThat(parts.wakeUps).hasValue(0);
      accept(reception, "k", REQUEST, prepared(draft));
      assertThat(count(parts)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void refusesASecondRequestWhileTheFirstRuns(Dialect dialect) throws Exception {
    try (Parts parts = Parts.on(dialect)) {
      var reception = parts.reception();
      var started = new CountDownLatch(1);
      var finish = new CountDownLatch(1);
      var first =
          CompletableFuture.supplyAsync(
              () ->
                  accept(
                      reception,
                      "k",
                      REQUEST,
                      () -> {
                        started.countDown();
                        await(finish);
                        return prepared(draft(parts)).get();
                      }));
      await(started);
      assertStatus(409, () -> accept(reception, "k", REQUEST, ReceptionTest::unexpected));
      // Other keys and other callers are not in its way.
      accept(reception, "k2", REQUEST, prepared(draft(parts)));
      finish.countDown();
      assertThat(first.get(10, TimeUnit.SECONDS).getStatus()).isEqualTo(202);
      assertThat(
              accept(reception, "k", REQUEST, ReceptionTest::unexpected)
                  .getHeaderString("Idempotency-Replayed"))
          .isEqualTo("true");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void letsOneReplicaWin(Dialect dialect) {
    try (Parts parts = Parts.on(dialect);
        Parts replica = parts.replica()) {
      var answer =
          accept(
              parts.reception(),
              "k",
              REQUEST,
              () -> {
                // The other replica is through with the same request before this one commits.
                accept(
                    replica.reception(),
                    "k",
                    REQUEST,
                    prepared(replica.draft(Event.STEP_ASSIGNED, "theirs", "a@b.c")));
                return prepared(parts.draft(Event.STEP_ASSIGNED, "ours", "a@b.c")).get();
              });
      assertThat(answer.getHeaderString("Idempotency-Replayed")).isEqualTo("true");
      assertThat(answer.getEntity()).isEqualTo("\"theirs\"");
      assertThat(count(parts)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void acceptsWhatComesAtTheVeryEndOfAKeysDay(Dialect dialect) {
    try (Parts parts = Parts.on(dialect)) {
      var late = new PassingTime();
      var keys = new IdempotencyKeys(parts.test.database(), late);
      var answer =
          accept(
              parts.reception(keys),
              "k",
              REQUEST,
              () -> {
                if (count(parts) == 0) {
                  // Somebody else was faster, a day ago: while the first statement finds the key
                  // in its way, the next one does not find it any more.
                  accept(parts.reception(), "k", REQUEST, prepared(draft(parts)));
                  late.now = parts.clock.instant().plus(Duration.ofHours(24)).minusMillis(2);
                }
                return prepared(parts.draft(Event.STEP_ASSIGNED, "2", "kim@example.com")).get();
              });
      assertThat(answer.getHeaderString("Idempotency-Replayed")).isNull();
      assertThat(answer.getEntity()).isEqualTo("\"2\"");
      assertThat(count(parts)).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void deletesWhatIsDoneWithInChunks(Dialect dialect) {
    try (Parts parts = Parts.on(dialect)) {
      for (int i = 0; i < 3; i++) {
        parts.add(Event.STEP_ASSIGNED, "done", "kim@example.com", "lee@example.com");
      }
      parts
          .test
          .database()
          .write(
              handle -> parts.outbox.cancel(handle, parts.store.pending(handle, "done"), "done"));
      var waiting = parts.add(Event.STEP_ASSIGNED, "waiting", "kim@example.com");
      parts.clock.move(Duration.ofDays(30));
      var now = parts.clock.instant();
      assertThat(parts.store.purge(now.minus(Duration.ofDays(31)), 100)).isZero();
      int purged = 0;
      for (int chunk = parts.store.purge(now, 2); chunk > 0; chunk = parts.store.purge(now, 2)) {
        assertThat(chunk).isLessThanOrEqualTo(2);
        purged += chunk;
      }
      assertThat(purged).isEqualTo(3);
      assertThat(count(parts)).isEqualTo(1);
      assertThat(parts.store.look(List.of(waiting.notification().id())).readable()).hasSize(1);
      assertThat(parts.outbox.depth().queued()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void doesNotMailAUserWhoWantsNone(Dialect dialect) {
    try (Parts parts = Parts.on(dialect)) {
      var off = Map.of("step.assigned", org.workherald.user.UserPreferences.Choice.OFF);
      org.workherald.user.KnownUsers.add(parts.users, "kim", "kim@example.com", "Kim", "de", off);
      var named = new RecipientRequest(null, "kim", null, "fr", null);
      for (var event : List.of(Event.STEP_ASSIGNED, Event.STEP_OVERDUE)) {
        var request = new NotificationRequest(event, Parts.item("1"), List.of(named), null, null);
        var draft = parts.drafts.make(request, parts.drafts.users(List.of(request)), "test");
        assertThat(draft.recipients())
            .containsExactly(new Recipient("kim@example.com", "Kim", "fr", null));
        var entry = draft.entries().get(0);
        if (event == Event.STEP_ASSIGNED) {
          assertThat(entry.state()).isEqualTo(EntryState.SUPPRESSED);
          assertThat(entry.reason()).isNotBlank();
        } else {
          assertThat(entry.state()).isEqualTo(EntryState.QUEUED);
        }
      }
    }
  }

  private static Response accept(
      Reception reception, String key, Object request, Supplier<Prepared> prepare) {
    return reception.accept(Parts.CALLER, key, request, prepare);
  }

  private static Draft draft(Parts parts) {
    return parts.draft(Event.STEP_ASSIGNED, "1", "kim@example.com");
  }

  private static Supplier<Prepared> prepared(Draft draft) {
    var notification = draft.notification();
    return () ->
        new Prepared(
            List.of(draft), "/notifications/" + notification.id(), notification.workItem().id());
  }

  private static Prepared unexpected() {
    throw new AssertionError("must not be done again");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int count(Parts parts) {
    return parts
        .test
        .database()
        .<Integer>read(
            handle ->
                handle.createQuery("SELECT COUNT(*) FROM notification").mapTo(Integer.class).one());
  }

  private static void assertStatus(int status, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.getStatusCode()).isEqualTo(status));
  }

  /** A millisecond passes whenever somebody looks at it. */
  private static final class PassingTime extends Clock {

    private volatile Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      Instant seen = now;
      now = seen.plusMillis(1);
      return seen;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
