package org.workherald.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.workherald.outbox.OutboxFixture.LEASE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.store.Dialect;

@ParameterizedClass
@EnumSource(Dialect.class)
class SettleTest {

  private final OutboxFixture at;

  SettleTest(Dialect dialect) {
    at = new OutboxFixture(dialect);
  }

  @Test
  void recordsWhatCameOfEachEntry() {
    NewEntry sent = at.add();
    NewEntry retried = at.add();
    NewEntry failed = at.add();
    NewEntry released = at.add();
    Instant now = at.clock.instant();
    Lease lease = at.claim();

    int settled =
        at.outbox.settle(
            lease.token(),
            List.of(
                at.sent(sent.id()),
                at.retry(retried.id(), Duration.ofSeconds(30)),
                at.failed(failed.id()),
                new Settlement.Released(released.id(), null)));

    assertThat(settled).isEqualTo(4);
    Entry one = at.find(sent);
    assertThat(one.state()).isEqualTo(EntryState.SENT);
    assertThat(one.finishedAt()).isEqualTo(now);
    assertThat(one.reason()).isNull();
    assertThat(one.underWay()).isFalse();
    assertThat(one.attempts()).containsExactly(at.attempt(Attempt.Outcome.SENT));

    Entry two = at.find(retried);
    assertThat(two.state()).isEqualTo(EntryState.QUEUED);
    assertThat(two.reason()).isEqualTo("try again later");
    assertThat(two.nextAttemptAt()).isEqualTo(now.plusSeconds(30));
    assertThat(two.finishedAt()).isNull();
    assertThat(two.attempts()).containsExactly(at.attempt(Attempt.Outcome.TRANSIENT));

    Entry three = at.find(failed);
    assertThat(three.state()).isEqualTo(EntryState.FAILED);
    assertThat(three.reason()).isEqualTo("no such mailbox");
    assertThat(three.finishedAt()).isEqualTo(now);

    Entry four = at.find(released);
    assertThat(four.state()).isEqualTo(EntryState.QUEUED);
    assertThat(four.underWay()).isFalse();
    assertThat(four.attempts()).isEmpty();
  }

  @Test
  void countsFailuresAndWhenTheyBegan() {
    NewEntry entry = at.add();
    Instant began = at.clock.instant();
    at.outbox.settle(at.claim().token(), List.of(at.retry(entry.id(), Duration.ofSeconds(30))));
    assertThat(at.outbox.claim(1, LEASE)).isEmpty();
    at.clock.move(Duration.ofSeconds(30));
    at.outbox.settle(at.claim().token(), List.of(at.retry(entry.id(), Duration.ofMinutes(1))));
    at.clock.move(Duration.ofMinutes(1));

    LeasedEntry claimed = at.claim().entries().get(0);

    assertThat(claimed.failures()).isEqualTo(2);
    assertThat(claimed.failingSince()).isEqualTo(began);
  }

  @Test
  void aReleasedEntryGoesBackAsItWas() {
    NewEntry entry = at.add();
    at.outbox.settle(at.claim().token(), List.of(at.retry(entry.id(), Duration.ofSeconds(30))));
    at.clock.move(Duration.ofSeconds(30));
    Entry before = at.find(entry);

    Attempt refused = at.attempt(Attempt.Outcome.MISCONFIGURED);
    at.outbox.settle(at.claim().token(), List.of(new Settlement.Released(entry.id(), refused)));

    Entry after = at.find(entry);
    assertThat(after.reason()).isEqualTo(before.reason());
    assertThat(after.nextAttemptAt()).isEqualTo(before.nextAttemptAt());
    assertThat(after.attempts()).hasSize(2).contains(refused);
    assertThat(at.claim().entries().get(0).failures()).isEqualTo(1);
  }

  @Test
  void whatRanIntoAWallGoesBehindTheOthersAndIsNoNearerToBeingGivenUp() {
    NewEntry first = at.add();
    Lease lease = at.outbox.claim(1, LEASE).orElseThrow();
    at.clock.move(Duration.ofSeconds(1));
    NewEntry second = at.add();
    at.clock.move(Duration.ofSeconds(1));

    Attempt refused = at.attempt(Attempt.Outcome.MISCONFIGURED);
    at.outbox.settle(lease.token(), List.of(new Settlement.PutLast(first.id(), refused)));

    assertThat(at.claim().entries())
        .extracting(LeasedEntry::id)
        .containsExactly(second.id(), first.id());
    assertThat(at.find(first).attempts()).contains(refused);
    assertThat(at.find(first).state()).isEqualTo(EntryState.QUEUED);
  }

  @Test
  void aWorkerWhoseLeaseWasTakenOverChangesNothing() {
    NewEntry entry = at.add();
    Lease lost = at.claim();
    at.clock.move(LEASE);
    Lease taken = at.replica().claim(10, LEASE).orElseThrow();

    assertThat(at.outbox.settle(lost.token(), List.of(at.failed(entry.id())))).isZero();

    assertThat(at.find(entry).state()).isEqualTo(EntryState.QUEUED);
    assertThat(at.find(entry).underWay()).isTrue();
    assertThat(at.find(entry).attempts()).isEmpty();
    assertThat(at.outbox.settle(taken.token(), List.of(at.sent(entry.id())))).isEqualTo(1);
    assertThat(at.outbox.settle(taken.token(), List.of(at.failed(entry.id())))).isZero();
    assertThat(at.find(entry).state()).isEqualTo(EntryState.SENT);
  }

  @Test
  void whatWasSentThoughCancelledMeanwhileIsSent() {
    NewEntry sent = at.add();
    NewEntry failed = at.add();
    Lease lease = at.claim();
    assertThat(at.cancel(sent.message(), failed.message())).isEqualTo(2);
    assertThat(at.find(sent).state()).isEqualTo(EntryState.CANCELLED);
    assertThat(at.find(sent).underWay()).isTrue();

    int settled =
        at.outbox.settle(
            lease.token(),
            List.of(at.sent(sent.id()), at.retry(failed.id(), Duration.ofSeconds(30))));

    assertThat(settled).isEqualTo(2);
    assertThat(at.find(sent).state()).isEqualTo(EntryState.SENT);
    assertThat(at.find(sent).reason()).isNull();
    assertThat(at.find(failed).state()).isEqualTo(EntryState.CANCELLED);
    assertThat(at.find(failed).reason()).isEqualTo("the task is done");
    assertThat(at.find(failed).attempts()).hasSize(1);
    assertThat(at.find(failed).underWay()).isFalse();
    assertThat(at.outbox.depth().queued()).isZero();
  }

  @Test
  void showsTheLatestAttemptsOldestFirst() {
    NewEntry entry = at.add();
    List<Attempt> made = new ArrayList<>();
    for (int i = 0; i < Entry.MOST_ATTEMPTS + 5; i++) {
      Lease lease = at.claim();
      made.add(at.attempt(Attempt.Outcome.TRANSIENT));
      at.outbox.settle(lease.token(), List.of(at.retry(entry.id(), Duration.ofSeconds(1))));
      at.clock.move(Duration.ofSeconds(1));
    }

    assertThat(at.find(entry).attempts()).isEqualTo(made.subList(5, made.size()));
  }

  @Test
  void settlingNothingIsNothing() {
    assertThat(at.outbox.settle(UUID.randomUUID(), List.of())).isZero();
  }
}
