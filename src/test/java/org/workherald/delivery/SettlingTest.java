package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.workherald.outbox.Attempt;
import org.workherald.outbox.Entry;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.Lease;
import org.workherald.outbox.NewEntry;
import org.workherald.outbox.Outbox;
import org.workherald.outbox.Settlement;
import org.workherald.store.Database;
import org.workherald.store.Dialect;
import org.workherald.store.Ids;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

@Timeout(30)
class SettlingTest {

  private static final int ENTRIES = 3 * Settling.MOST_UNRECORDED;

  private final MovableClock clock = new MovableClock();
  private final Database database = TestDatabase.emptied(Dialect.SQLITE).database();
  private final Outbox outbox = new Outbox(database, clock, new Ids(clock));

  /** A commit that takes its time must not let a whole batch out unrecorded. */
  @Test
  void onlySoManyMailsAreUnrecorded() throws InterruptedException {
    Lease lease = lease();
    ScheduledExecutorService recorder = Executors.newSingleThreadScheduledExecutor();
    CountDownLatch commit = new CountDownLatch(1);
    recorder.execute(
        () -> {
          try {
            commit.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Settling settling = new Settling(outbox, lease, recorder);
    AtomicInteger sent = new AtomicInteger();
    Thread worker =
        new Thread(
            () -> {
              for (Lease.LeasedEntry entry : lease.entries()) {
                sent.incrementAndGet();
                settling.add(sent(entry.id()));
              }
            });
    worker.start();
    await().until(() -> worker.getState() == Thread.State.WAITING);
    assertThat(sent).hasValue(Settling.MOST_UNRECORDED);

    commit.countDown();
    worker.join();
    settling.await();
    assertThat(sent).hasValue(ENTRIES);
    assertThat(outbox.queued(lease.token())).isEmpty();
    assertThat(outbox.depth().queued()).isZero();
    recorder.shutdown();
  }

  /** What was said is the least of it. */
  @Test
  void theOutcomeIsRecordedEvenWhenTheTranscriptCannotBe() throws InterruptedException {
    Database postgres = TestDatabase.emptied(Dialect.POSTGRESQL).database();
    Outbox there = new Outbox(postgres, clock, new Ids(clock));
    Lease lease = lease(postgres, there);
    ScheduledExecutorService recorder = Executors.newSingleThreadScheduledExecutor();
    Settling settling = new Settling(there, lease, recorder);
    UUID first = lease.entries().get(0).id();
    settling.add(new Settlement.Sent(first, attempt("not for PostgreSQL: \u0000")));
    for (Lease.LeasedEntry entry : lease.entries().subList(1, ENTRIES)) {
      settling.add(new Settlement.Sent(entry.id(), attempt("fine")));
    }
    settling.await();
    recorder.shutdown();
    List<UUID> ids = lease.entries().stream().map(Lease.LeasedEntry::message).toList();
    postgres.read(
        handle -> {
          for (List<Entry> entries : there.find(handle, ids).values()) {
            Entry entry = entries.get(0);
            assertThat(entry.state()).isEqualTo(EntryState.SENT);
            assertThat(entry.attempts()).hasSize(1);
            assertThat(there.transcript(handle, entry).isPresent())
                .isEqualTo(!entry.id().equals(first));
          }
          return null;
        });
  }

  private Attempt attempt(String transcript) {
    return new Attempt(
        clock.instant(), Attempt.Outcome.SENT, "250", null, null, null, null, 1, transcript);
  }

  private Settlement sent(UUID entry) {
    return new Settlement.Sent(
        entry,
        new Attempt(clock.instant(), Attempt.Outcome.SENT, "250", null, null, null, null, 1));
  }

  private Lease lease() {
    return lease(database, outbox);
  }

  private static Lease lease(Database database, Outbox outbox) {
    List<NewEntry> entries =
        Stream.generate(UUID::randomUUID)
            .limit(ENTRIES)
            .map(
                id ->
                    new NewEntry(
                        id,
                        id,
                        "caller",
                        "kim@example.com",
                        "{}",
                        false,
                        EntryState.QUEUED,
                        null,
                        null))
            .toList();
    database.write(
        handle -> {
          outbox.add(handle, entries);
          return null;
        });
    return outbox.claim(ENTRIES, Duration.ofMinutes(2)).orElseThrow();
  }
}
