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
import org.workherald.outbox.Entry;
import org.workherald.outbox.EntryState;
import org.workherald.store.Dialect;

/**
 * Transactions that change the same entries at the same time, which only PostgreSQL allows: one
 * holds its locks until the other waits for them.
 */
class RaceTest {

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
    assertThat(parts.store.find(List.of(id))).containsOnlyKeys(id);
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
    assertThat(parts.store.find(List.of(id))).isEmpty();
    assertThat(entries(id)).isNull();
  }

  private Draft draft() {
    return parts.draft(Event.STEP_ASSIGNED, "1", "kim@example.com", "lee@example.com");
  }

  private List<Entry> entries(UUID id) {
    return parts.test.database().read(handle -> parts.outbox.find(handle, List.of(id)).get(id));
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
