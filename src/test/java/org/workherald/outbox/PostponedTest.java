package org.workherald.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.store.Dialect;

/** A clock that was an hour ahead, and was set right. */
class PostponedTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatNeverFailedIsDueAtOnce(Dialect dialect) {
    OutboxFixture at = new OutboxFixture(dialect);
    Postponed postponed = new Postponed(at.database, at.clock);
    NewEntry failed = at.add();
    Lease lease = at.claim();
    at.outbox.settle(lease.token(), List.of(at.retry(failed.id(), Duration.ofMinutes(10))));
    at.clock.jump(HOUR);
    NewEntry entry = at.add();
    at.clock.jump(HOUR.negated());
    assertThat(at.outbox.claim(10, OutboxFixture.LEASE)).isEmpty();

    assertThat(entries(postponed, 10)).isEqualTo(1);

    assertThat(at.claim().entries()).extracting("id").containsExactly(entry.id());
    assertThat(entries(postponed, 10)).isZero();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatFailedIsDueNoLaterThanAfterTheLongestWait(Dialect dialect) {
    OutboxFixture at = new OutboxFixture(dialect);
    Postponed postponed = new Postponed(at.database, at.clock);
    NewEntry meant = at.add();
    at.outbox.settle(at.claim().token(), List.of(at.retry(meant.id(), LONGEST)));
    at.clock.jump(HOUR);
    NewEntry failed = at.add();
    at.outbox.settle(at.claim().token(), List.of(at.retry(failed.id(), LONGEST)));
    at.clock.jump(HOUR.negated());

    assertThat(entries(postponed, 10)).isEqualTo(1);

    assertThat(at.claim().entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.id()).isEqualTo(failed.id());
              assertThat(entry.failingSince()).isEqualTo(at.clock.instant());
            });
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void nothingIsLeftOutWhateverTheSizeOfTheChunks(Dialect dialect) {
    OutboxFixture at = new OutboxFixture(dialect);
    Postponed postponed = new Postponed(at.database, at.clock);
    at.clock.jump(HOUR);
    for (int i = 0; i < 12; i++) {
      at.add(at.ids.next(), "caller " + i % 3, i % 2 == 0, null);
    }
    at.clock.jump(HOUR.negated());
    assertThat(entries(postponed, 5)).isEqualTo(12);
    assertThat(at.claim().entries()).hasSize(12);
  }

  private static int entries(Postponed postponed, int limit) {
    Postponed.Pass pass = postponed.pass(LONGEST);
    int changed = 0;
    while (!pass.isOver()) {
      changed += pass.next(limit);
    }
    return changed;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatAReplicaTakesInThatKnowsItselfAheadIsDueForTheOthers(Dialect dialect) {
    OutboxFixture at = new OutboxFixture(dialect);
    at.clock.jump(HOUR);
    at.outbox.clockIsAhead(HOUR);
    at.add();
    at.clock.jump(HOUR.negated());
    assertThat(at.replica().claim(10, OutboxFixture.LEASE)).isPresent();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void theLeaseOfOneWhoDiedEndsAfterALease(Dialect dialect) {
    OutboxFixture at = new OutboxFixture(dialect);
    Postponed postponed = new Postponed(at.database, at.clock);
    at.clock.jump(HOUR);
    at.add();
    at.claim();
    at.clock.jump(HOUR.negated());

    assertThat(postponed.leases(OutboxFixture.LEASE, 10)).isEqualTo(1);

    entries(postponed, 10);
    assertThat(at.replica().claim(10, OutboxFixture.LEASE)).isEmpty();
    at.clock.move(OutboxFixture.LEASE);
    assertThat(at.replica().claim(10, OutboxFixture.LEASE)).isPresent();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aLeaseInUseIsLeftAlone(Dialect dialect) {
    OutboxFixture at = new OutboxFixture(dialect);
    at.add();
    at.claim();
    assertThat(new Postponed(at.database, at.clock).leases(OutboxFixture.LEASE, 10)).isZero();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aPauseFromTheFutureEndsNow(Dialect dialect) {
    OutboxFixture at = new OutboxFixture(dialect);
    Postponed postponed = new Postponed(at.database, at.clock);
    at.clock.jump(HOUR);
    at.lane.pause("quota", "spent", true, at.clock.instant().plus(Duration.ofMinutes(15)));
    assertThat(postponed.pause()).isFalse();
    at.clock.jump(HOUR.negated());

    assertThat(postponed.pause()).isTrue();

    assertThat(at.lane.pause())
        .hasValueSatisfying(
            pause -> {
              assertThat(pause.resumeAt()).isEqualTo(at.clock.instant());
              assertThat(pause.since()).isEqualTo(at.clock.instant());
            });
    assertThat(postponed.pause()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void soDoesOneWhoseProberDied(Dialect dialect) {
    OutboxFixture at = new OutboxFixture(dialect);
    Postponed postponed = new Postponed(at.database, at.clock);
    at.lane.pause("timeout", "away", false, at.clock.instant());
    at.clock.jump(HOUR);
    assertThat(at.lane.claimProbe(at.clock.instant().plus(Duration.ofMinutes(2)))).isPresent();
    assertThat(postponed.pause()).isFalse();
    at.clock.jump(HOUR.negated());

    assertThat(postponed.pause()).isTrue();

    assertThat(at.lane.claimProbe(at.clock.instant().plus(Duration.ofMinutes(2)))).isPresent();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aBudgetSpentInTheFutureIsSpentNow(Dialect dialect) {
    OutboxFixture at = new OutboxFixture(dialect);
    at.clock.jump(HOUR);
    assertThat(at.lane.permits(10, 60)).isPositive();
    at.clock.jump(HOUR.negated());
    assertThat(at.lane.permits(10, 60)).isEqualTo(1);
    assertThat(at.lane.permits(10, 60)).isZero();
    at.clock.move(Duration.ofMinutes(1));
    assertThat(at.lane.permits(10, 60)).isEqualTo(3);
  }
}
