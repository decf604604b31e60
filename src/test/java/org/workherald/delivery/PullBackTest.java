package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.Lane;
import org.workherald.outbox.NewEntry;
import org.workherald.outbox.Outbox;
import org.workherald.outbox.Postponed;
import org.workherald.store.Dialect;
import org.workherald.store.Ids;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

class PullBackTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final MovableClock clock = new MovableClock();
  private final TestDatabase test = TestDatabase.open(Dialect.SQLITE, clock);
  private final Ids ids = new Ids(clock);
  private final Outbox outbox = new Outbox(test.database(), clock, ids);
  private final ClockWatch time =
      new ClockWatch(
          Optional::empty,
          outbox::clockIsAhead,
          clock,
          clock::nanos,
          Duration.ofMinutes(2),
          new SimpleMeterRegistry());
  private final PullBack pullBack =
      new PullBack(
          new Postponed(test.database(), clock),
          new Lane(test.database(), clock),
          new RetryPolicy(Config.defaults()),
          Config.defaults(),
          time,
          clock);

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void isTriedAgainWhenTheDatabaseFailed() {
    pullBack.step();
    putOff(1);
    rename("outbox", "gone");
    assertThatThrownBy(pullBack::step).isInstanceOf(RuntimeException.class);
    rename("gone", "outbox");
    assertThat(outbox.due(10)).isZero();
    pullBack.step();
    assertThat(outbox.due(10)).isEqualTo(1);
  }

  @Test
  void goesOnAtTheNextStepWithWhatWasTooMuch() {
    pullBack.step();
    putOff(10_400);
    pullBack.step();
    assertThat(outbox.due(20_000)).isEqualTo(10_000);
    pullBack.step();
    assertThat(outbox.due(20_000)).isEqualTo(10_400);
  }

  @Test
  void whatIsMeantIsLeftAlone() {
    assertThat(new RetryPolicy(Config.defaults()).longest()).isEqualTo(Duration.ofHours(24));
  }

  /** Adds entries by a clock that is an hour ahead, and sets it right. */
  private void putOff(int count) {
    time.right();
    clock.jump(HOUR);
    time.right();
    var entries =
        Stream.generate(
                () ->
                    new NewEntry(
                        ids.next(),
                        ids.next(),
                        "caller",
                        "kim@example.com",
                        "{}",
                        false,
                        EntryState.QUEUED,
                        null,
                        null))
            .limit(count)
            .toList();
    test.database()
        .write(
            handle -> {
              outbox.add(handle, entries);
              return null;
            });
    clock.jump(HOUR.negated());
    time.right();
  }

  private void rename(String from, String to) {
    test.database().write(handle -> handle.execute("ALTER TABLE " + from + " RENAME TO " + to));
  }
}
