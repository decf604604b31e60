package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.workherald.store.DatabaseUnavailable;
import org.workherald.store.Dialect;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

class ClockWatchTest {

  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Duration HOUR = Duration.ofHours(1);

  private final MovableClock clock = new MovableClock();
  private final MovableClock theirs = new MovableClock();
  private final AtomicInteger asked = new AtomicInteger();
  private Duration ahead = Duration.ZERO;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private boolean away;
  private final ClockWatch watch =
      new ClockWatch(
          () -> {
            asked.incrementAndGet();
            if (away) {
              throw new DatabaseUnavailable("away", null);
            }
            return Optional.of(theirs.instant());
          },
          by -> ahead = by,
          clock,
          clock::nanos,
          LEASE,
          metrics);

  @Test
  void nothingIsDoneByAClockThatIsAhead() {
    assertThat(watch.right()).isTrue();
    clock.jump(HOUR);
    assertThat(watch.right()).isFalse();
    assertThat(watch.problem())
        .hasValue(
            "The clock is 3600 s ahead of the database's: this replica delivers nothing until it"
                + " is right");
    assertThat(metrics.get("workherald.clock.skew").gauge().value()).isEqualTo(3600);
    assertThat(ahead).isEqualTo(HOUR);
    clock.jump(HOUR.negated());
    assertThat(watch.right()).isTrue();
    assertThat(watch.problem()).isEmpty();
    assertThat(watch.setBacks()).isEqualTo(1);
  }

  @Test
  void norByOneThatIsBehind() {
    assertThat(watch.right()).isTrue();
    clock.jump(HOUR.negated());
    assertThat(watch.right()).isFalse();
    assertThat(watch.problem()).hasValueSatisfying(p -> assertThat(p).contains("behind"));
    assertThat(ahead).isZero();
    clock.jump(HOUR);
    assertThat(watch.right()).isTrue();
  }

  @Test
  void norByOneThatWasWrongFromTheStart() {
    theirs.jump(Duration.ofSeconds(31));
    assertThat(watch.right()).isFalse();
  }

  @Test
  void aQuarterOfALeaseIsNobodysHarm() {
    theirs.jump(Duration.ofSeconds(30));
    assertThat(watch.right()).isTrue();
  }

  @Test
  void aClockThatDriftsOffIsNoticedWithoutAStep() {
    assertThat(watch.right()).isTrue();
    theirs.jump(Duration.ofSeconds(31));
    clock.move(Duration.ofSeconds(9));
    theirs.move(Duration.ofSeconds(9));
    assertThat(watch.right()).isTrue();
    assertThat(asked).hasValue(1);
    clock.move(Duration.ofSeconds(1));
    theirs.move(Duration.ofSeconds(1));
    assertThat(watch.right()).isFalse();
  }

  @Test
  void whenAllClocksAreSetForthTheOthersGetTheTimeToRenewTheirLeases() {
    assertThat(watch.right()).isTrue();
    clock.jump(HOUR);
    theirs.jump(HOUR);
    assertThat(watch.right()).isFalse();
    assertThat(watch.problem()).isEmpty();
    clock.move(LEASE);
    theirs.move(LEASE);
    assertThat(watch.right()).isTrue();
  }

  @Test
  void soTheyDoWhenTheDatabaseWasAwayAtThatMoment() {
    assertThat(watch.right()).isTrue();
    clock.jump(HOUR);
    theirs.jump(HOUR);
    away = true;
    assertThatThrownBy(watch::right).isInstanceOf(DatabaseUnavailable.class);
    assertThatThrownBy(watch::right).isInstanceOf(DatabaseUnavailable.class);
    away = false;
    assertThat(watch.right()).isFalse();
    assertThat(watch.problem()).isEmpty();
    clock.move(LEASE);
    theirs.move(LEASE);
    assertThat(watch.right()).isTrue();
  }

  @Test
  void aloneThereIsNobodyToDifferFrom() {
    var alone =
        new ClockWatch(Optional::empty, by -> ahead = by, clock, clock::nanos, LEASE, metrics);
    clock.jump(HOUR);
    assertThat(alone.right()).isTrue();
    assertThat(alone.setBacks()).isZero();
    clock.jump(HOUR.negated());
    assertThat(alone.right()).isTrue();
    assertThat(alone.setBacks()).isEqualTo(1);
  }

  @Test
  void theReferenceIsTheClockOfADatabaseThatIsShared() {
    Instant before = Instant.now().minusMillis(1);
    assertThat(TestDatabase.emptied(Dialect.POSTGRESQL).database().time())
        .hasValueSatisfying(time -> assertThat(time).isBetween(before, Instant.now()));
    assertThat(TestDatabase.emptied(Dialect.SQLITE).database().time()).isEmpty();
  }
}
