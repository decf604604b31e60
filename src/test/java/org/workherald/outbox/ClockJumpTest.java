package org.workherald.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.workherald.outbox.OutboxFixture.LEASE;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.store.Dialect;

/**
 * The clock jumps ahead while a worker sends: no other worker of its process takes its mails, or
 * they would go out twice.
 */
@ParameterizedClass
@EnumSource(Dialect.class)
class ClockJumpTest {

  private static final Duration JUMP = Duration.ofHours(1);

  private final OutboxFixture at;

  ClockJumpTest(Dialect dialect) {
    at = new OutboxFixture(dialect);
  }

  @Test
  void whatAWorkerIsSendingIsNotClaimedByAnother() {
    NewEntry entry = at.add();
    Lease lease = at.claim();
    at.clock.move(JUMP);
    NewEntry other = at.add();

    assertThat(at.claim().entries()).extracting(LeasedEntry::id).containsExactly(other.id());

    assertThat(at.outbox.settle(lease.token(), List.of(at.sent(entry.id())))).isEqualTo(1);
    assertThat(at.find(entry).state()).isEqualTo(EntryState.SENT);
  }

  @Test
  void whatAWorkerLeftBehindIsClaimedByAnother() {
    NewEntry entry = at.add();
    at.outbox.done(at.claim());

    assertThat(at.outbox.claim(1, LEASE)).isEmpty();

    at.clock.move(LEASE);
    assertThat(at.claim().entries()).extracting(LeasedEntry::id).containsExactly(entry.id());
  }

  /** Another process cannot know: there the time decides. */
  @Test
  void whatAFrozenProcessIsSendingIsClaimedByAnotherProcess() {
    NewEntry entry = at.add();
    Lease lease = at.claim();
    at.clock.move(LEASE);

    assertThat(at.replica().claim(1, LEASE)).isPresent();

    assertThat(at.outbox.settle(lease.token(), List.of(at.sent(entry.id())))).isZero();
  }

  @Test
  void whatIsBeingSentDoesNotExpire() {
    NewEntry entry = at.add(at.ids.next(), false, at.clock.instant().plusSeconds(60));
    Lease lease = at.claim();
    at.clock.move(JUMP);

    assertThat(at.outbox.expire(10)).isZero();

    assertThat(at.outbox.settle(lease.token(), List.of(at.sent(entry.id())))).isEqualTo(1);
    assertThat(at.find(entry).state()).isEqualTo(EntryState.SENT);
  }

  @Test
  void whatIsCancelledWhileItIsSentIsKnownToBeSent() {
    NewEntry entry = at.add();
    Lease lease = at.claim();
    at.clock.move(JUMP);

    assertThat(at.cancel(entry.message())).isEqualTo(1);
    assertThat(at.requeue(entry.message())).as("or it would be sent twice").isZero();
    at.clock.move(Duration.ofMillis(1));
    assertThat(at.purge(at.clock.instant(), 10)).isEmpty();

    assertThat(at.outbox.settle(lease.token(), List.of(at.sent(entry.id())))).isEqualTo(1);
    assertThat(at.find(entry).state()).isEqualTo(EntryState.SENT);
  }
}
