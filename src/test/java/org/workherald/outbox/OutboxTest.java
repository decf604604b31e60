package org.workherald.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.workherald.outbox.OutboxFixture.LEASE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.outbox.Outbox.Depth;
import org.workherald.store.Dialect;

@ParameterizedClass
@EnumSource(Dialect.class)
class OutboxTest {

  private final OutboxFixture at;

  OutboxTest(Dialect dialect) {
    at = new OutboxFixture(dialect);
  }

  @Test
  void findsEntriesByMessageInTheOrderTheyWereAdded() {
    UUID one = at.ids.next();
    UUID other = at.ids.next();
    NewEntry first = at.add(one, false, null);
    NewEntry elsewhere = at.add(other, false, null);
    NewEntry second = at.add(one, true, null);

    Map<UUID, List<Entry>> found =
        at.database.read(handle -> at.outbox.find(handle, List.of(other, one, at.ids.next())));

    assertThat(found).containsOnlyKeys(one, other);
    assertThat(found.get(one)).extracting(Entry::id).containsExactly(first.id(), second.id());
    assertThat(found.get(other)).extracting(Entry::id).containsExactly(elsewhere.id());
  }

  @Test
  void addsNothingWhenTheCallersTransactionFails() {
    UUID message = at.ids.next();
    NewEntry entry =
        new NewEntry(
            at.ids.next(),
            message,
            "caller",
            "kim@example.com",
            "{}",
            false,
            EntryState.QUEUED,
            null,
            null);

    assertThatThrownBy(
            () ->
                at.database.write(
                    handle -> {
                      at.outbox.add(handle, List.of(entry));
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no");

    assertThat(at.find(message)).isNull();
  }

  @Test
  void aSuppressedEntryIsFinishedFromTheStart() {
    UUID message = at.ids.next();
    at.add(
        List.of(
            new NewEntry(
                at.ids.next(),
                message,
                "caller",
                "kim@example.com",
                "{}",
                false,
                EntryState.SUPPRESSED,
                "Kim wants no mail of this kind",
                null)));

    Entry entry = at.find(message).get(0);
    assertThat(entry.state()).isEqualTo(EntryState.SUPPRESSED);
    assertThat(entry.reason()).isEqualTo("Kim wants no mail of this kind");
    assertThat(entry.finishedAt()).isEqualTo(at.clock.instant());
    assertThat(at.outbox.claim(1, LEASE)).isEmpty();
    assertThat(at.outbox.depth().queued()).isZero();
  }

  @Test
  void cancelsOnlyWhatIsQueued() {
    UUID message = at.ids.next();
    NewEntry sent = at.add(message, false, null);
    at.outbox.settle(at.claim().token(), List.of(at.sent(sent.id())));
    NewEntry queued = at.add(message, false, null);

    assertThat(at.cancel(message)).isEqualTo(1);

    assertThat(at.find(sent).state()).isEqualTo(EntryState.SENT);
    assertThat(at.find(queued).state()).isEqualTo(EntryState.CANCELLED);
    assertThat(at.find(queued).reason()).isEqualTo("the task is done");
    assertThat(at.outbox.claim(1, LEASE)).isEmpty();
    assertThat(at.cancel(message)).isZero();
  }

  @Test
  void cancelsMoreMessagesThanOneStatementTakes() {
    List<UUID> messages = Stream.generate(() -> at.add().message()).limit(1_100).toList();

    int cancelled =
        at.database.write(handle -> at.outbox.cancel(handle, messages, "the task is done").size());

    assertThat(cancelled).isEqualTo(1_100);
  }

  @Test
  void queuesFailedExpiredAndCancelledEntriesAgain() {
    UUID message = at.ids.next();
    NewEntry expired = at.add(message, false, at.clock.instant().plusSeconds(1));
    NewEntry failed = at.add(message, false, null);
    NewEntry sent = at.add(message, false, null);
    NewEntry cancelled = at.add(message, false, null);
    Lease lease = at.claim();
    at.outbox.settle(
        lease.token(),
        List.of(
            at.failed(failed.id()),
            at.sent(sent.id()),
            new Settlement.Released(expired.id(), null),
            at.retry(cancelled.id(), Duration.ofHours(1))));
    at.clock.move(Duration.ofSeconds(1));
    at.outbox.expire(10);
    at.cancel(message);

    assertThat(at.requeue(message)).isEqualTo(3);

    assertThat(at.find(sent).state()).isEqualTo(EntryState.SENT);
    assertThat(at.claim().entries())
        .extracting(Lease.LeasedEntry::id)
        .containsExactly(expired.id(), failed.id(), cancelled.id());
    Entry again = at.find(cancelled);
    assertThat(again.reason()).isNull();
    assertThat(again.finishedAt()).isNull();
    assertThat(again.attempts()).hasSize(1);
  }

  @Test
  void forgetsTheFailuresOfWhatIsQueuedAgain() {
    NewEntry entry = at.add();
    at.outbox.settle(at.claim().token(), List.of(at.retry(entry.id(), Duration.ZERO)));
    at.outbox.settle(at.claim().token(), List.of(at.failed(entry.id())));
    at.requeue(entry.message());

    Lease.LeasedEntry claimed = at.claim().entries().get(0);

    assertThat(claimed.failures()).isZero();
    assertThat(claimed.failingSince()).isNull();
  }

  @Test
  void doesNotQueueAgainWhatIsUnderWay() {
    NewEntry entry = at.add();
    Lease lease = at.claim();
    at.cancel(entry.message());

    assertThat(at.requeue(entry.message())).isZero();

    at.outbox.done(lease);
    assertThat(at.requeue(entry.message())).isZero();

    at.clock.move(LEASE);
    assertThat(at.requeue(entry.message())).isEqualTo(1);
  }

  @Test
  void expiresWhatIsOverdueButNotWhatIsUnderWay() {
    Instant soon = at.clock.instant().plusSeconds(1);
    NewEntry underWay = at.add(at.ids.next(), false, soon);
    at.claim();
    NewEntry overdue = at.add(at.ids.next(), false, soon);
    NewEntry later = at.add(at.ids.next(), false, soon.plusSeconds(1));
    at.clock.move(Duration.ofSeconds(1));

    assertThat(at.outbox.expire(10)).isEqualTo(1);

    assertThat(at.find(overdue).state()).isEqualTo(EntryState.EXPIRED);
    assertThat(at.find(overdue).reason()).isNotBlank();
    assertThat(at.find(overdue).finishedAt()).isEqualTo(at.clock.instant());
    assertThat(at.find(underWay).state()).isEqualTo(EntryState.QUEUED);
    assertThat(at.find(later).state()).isEqualTo(EntryState.QUEUED);
  }

  @Test
  void expiresNoMoreThanItsLimit() {
    for (int i = 0; i < 3; i++) {
      at.add(at.ids.next(), false, at.clock.instant());
    }

    assertThat(at.outbox.expire(2)).isEqualTo(2);
    assertThat(at.outbox.expire(2)).isEqualTo(1);
    assertThat(at.outbox.expire(2)).isZero();
  }

  @Test
  void anExpiredEntryIsNotSettledByTheWorkerThatLostIt() {
    NewEntry entry = at.add(at.ids.next(), false, at.clock.instant().plusSeconds(1));
    Lease lease = at.claim();
    at.clock.move(LEASE);
    at.replica().expire(10);

    assertThat(at.outbox.settle(lease.token(), List.of(at.sent(entry.id())))).isZero();
    assertThat(at.find(entry).state()).isEqualTo(EntryState.EXPIRED);
  }

  @Test
  void removesMessagesThatAreFinishedWholeAndOldestFirst() {
    UUID half = at.ids.next();
    NewEntry done = at.add(half, false, null);
    at.outbox.settle(at.claim().token(), List.of(at.sent(done.id())));
    NewEntry queued = at.add(half, false, at.clock.instant().plus(Duration.ofDays(90)));
    UUID old = finishedMessage();
    at.clock.move(Duration.ofDays(1));
    UUID newer = finishedMessage();
    at.clock.move(Duration.ofDays(1));
    Instant cutoff = at.clock.instant();
    UUID young = finishedMessage();

    assertThat(at.purge(cutoff, 1)).containsExactly(old);
    assertThat(at.purge(cutoff, 10)).containsExactly(newer);
    assertThat(at.purge(cutoff, 10)).isEmpty();

    assertThat(at.find(half)).extracting(Entry::id).containsExactly(done.id(), queued.id());
    assertThat(at.find(young)).hasSize(1);
    assertThat(at.find(old)).isNull();
    assertThat(at.find(newer)).isNull();
  }

  @Test
  void removesEntriesWithTheirAttempts() {
    UUID message = finishedMessage();
    at.clock.move(Duration.ofSeconds(1));
    UUID other = finishedMessage();

    assertThat(at.purge(at.clock.instant(), 10)).containsExactly(message);

    assertThat(at.find(other).get(0).attempts()).hasSize(1);
    long attempts =
        at.database.<Long>read(
            h -> h.createQuery("SELECT COUNT(*) FROM attempt").mapTo(Long.class).one());
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void removesNothingThatMayStillTurnOutToBeSent() {
    NewEntry entry = at.add();
    Lease lease = at.claim();
    at.cancel(entry.message());
    at.clock.move(LEASE.minusMillis(1));

    assertThat(at.purge(at.clock.instant(), 10)).isEmpty();

    assertThat(at.outbox.settle(lease.token(), List.of(at.sent(entry.id())))).isEqualTo(1);
    at.clock.move(Duration.ofMillis(1));
    assertThat(at.purge(at.clock.instant(), 10)).containsExactly(entry.message());
  }

  @Test
  void knowsHowMuchIsQueuedAndSinceWhen() {
    assertThat(at.outbox.depth()).isEqualTo(new Depth(0, null));
    finishedMessage();
    at.clock.move(Duration.ofSeconds(1));
    Instant oldest = at.clock.instant();
    at.add(at.ids.next(), false, null);
    at.clock.move(Duration.ofSeconds(1));
    at.add(at.ids.next(), true, null);

    assertThat(at.outbox.depth()).isEqualTo(new Depth(2, oldest));
  }

  private UUID finishedMessage() {
    NewEntry entry = at.add(at.ids.next(), true, null);
    Lease lease = at.outbox.claim(1, LEASE).orElseThrow();
    at.outbox.settle(lease.token(), List.of(at.sent(entry.id())));
    return entry.message();
  }
}
