package org.workherald.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.outbox.Entry;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.Lease;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.outbox.NewEntry;
import org.workherald.outbox.Settlement;
import org.workherald.store.Dialect;

/**
 * Transactions that change the same entries at the same time, which only PostgreSQL allows: one
 * holds its locks until the other waits for them.
 */
class RaceTest {

  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Duration LONG = Duration.ofDays(31);

  private final Parts parts = Parts.on(Dialect.POSTGRESQL);

  @AfterEach
  void close() {
    parts.close();
  }

  @Test
  void whatIsBeingResentIsNotRemoved() {
    Draft draft = draft();
    parts.add(draft);
    UUID id = draft.notification().id();
    parts.course().cancel(id);
    parts.clock.move(LONG);

    int removed =
        during(
            handle -> parts.outbox.requeue(handle, id),
            () -> parts.store.purge(parts.clock.instant(), 10),
            handle -> {});

    assertThat(removed).isZero();
    assertThat(parts.store.look(List.of(id)).readable()).containsOnlyKeys(id);
    assertThat(entries(id))
        .extracting(Entry::state)
        .containsExactly(EntryState.QUEUED, EntryState.QUEUED);
  }

  @Test
  void whatIsBeingRemovedCannotBeResent() {
    Draft draft = draft();
    parts.add(draft);
    UUID id = draft.notification().id();
    parts.course().cancel(id);
    parts.clock.move(LONG);

    Throwable failure =
        during(
            handle -> parts.store.purge(handle, parts.clock.instant(), 10),
            () -> catchThrowable(() -> parts.course().resend(id)),
            handle -> {});

    assertThat(failure)
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.getStatusCode()).isEqualTo(404));
    assertThat(parts.store.look(List.of(id)).readable()).isEmpty();
    assertThat(entries(id)).isNull();
  }

  /** What changes several entries in one transaction. */
  enum Change {
    CANCEL {
      @Override
      Runnable of(Parts parts, UUID message) {
        return () -> parts.course().cancel(message);
      }
    },
    RESEND {
      @Override
      Runnable of(Parts parts, UUID message) {
        parts.course().cancel(message);
        return () -> parts.course().resend(message);
      }
    },
    REMOVE {
      @Override
      Runnable of(Parts parts, UUID message) {
        parts.course().cancel(message);
        parts.clock.move(LONG);
        return () -> parts.store.purge(parts.clock.instant(), 10);
      }
    },
    RENEW {
      @Override
      Runnable of(Parts parts, UUID message) {
        Lease lease = parts.outbox.claim(10, LEASE).orElseThrow();
        return () -> parts.outbox.renew(lease.token(), parts.clock.instant().plus(LEASE));
      }
    },
    SETTLE {
      @Override
      Runnable of(Parts parts, UUID message) {
        Lease lease = parts.outbox.claim(10, LEASE).orElseThrow();
        List<UUID> entries = lease.entries().stream().map(LeasedEntry::id).toList();
        return () ->
            parts.outbox.settle(
                lease.token(),
                List.of(
                    new Settlement.Released(entries.get(1), null),
                    new Settlement.Released(entries.get(0), null)));
      }
    };

    abstract Runnable of(Parts parts, UUID message);
  }

  @ParameterizedTest
  @EnumSource
  void entriesAreLockedInTheOrderOfTheirIds(Change change) {
    Draft draft = draft();
    NewEntry first = draft.entries().get(0);
    NewEntry second = draft.entries().get(1);
    parts.add(draft);
    Runnable work = change.of(parts, first.message());
    // So that they come in the other order wherever none is asked for.
    makeDue(second, 1);
    makeDue(first, 2);

    boolean done =
        during(
            handle -> lock(handle, first),
            () -> {
              work.run();
              return true;
            },
            handle -> lock(handle, second));

    assertThat(done).as("neither of the two was given up as a deadlock").isTrue();
  }

  private Draft draft() {
    return parts.draft(Event.STEP_ASSIGNED, "1", "kim@example.com", "lee@example.com");
  }

  private List<Entry> entries(UUID id) {
    return parts.test.database().read(handle -> parts.outbox.find(handle, List.of(id)).get(id));
  }

  private void makeDue(NewEntry entry, long at) {
    parts
        .test
        .database()
        .write(
            handle ->
                handle.execute(
                    "UPDATE outbox SET next_attempt_at = ? WHERE id = ?", at, entry.id()));
  }

  private static void lock(Handle handle, NewEntry entry) {
    handle
        .createQuery("SELECT id FROM outbox WHERE id = :id FOR UPDATE")
        .bind("id", entry.id())
        .mapTo(String.class)
        .one();
  }

  /** Begins a transaction, lets another run into its locks, and ends it. */
  private <T> T during(Consumer<Handle> begin, Supplier<T> other, Consumer<Handle> end) {
    CompletableFuture<T> running =
        parts
            .test
            .database()
            .write(
                handle -> {
                  begin.accept(handle);
                  CompletableFuture<T> started = CompletableFuture.supplyAsync(other);
                  await().until(() -> started.isDone() || waiting());
                  end.accept(handle);
                  return started;
                });
    return running.join();
  }

  private boolean waiting() {
    return parts
            .test
            .database()
            .<Long>read(
                handle ->
                    handle
                        .createQuery(
                            """
                            SELECT COUNT(*) FROM pg_stat_activity
                            WHERE datname = current_database() AND wait_event_type = 'Lock'
                            """)
                        .mapTo(Long.class)
                        .one())
        > 0;
  }
}
