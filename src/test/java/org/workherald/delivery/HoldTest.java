package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.Lease;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.outbox.NewEntry;
import org.workherald.outbox.Outbox;
import org.workherald.store.Database;
import org.workherald.store.Dialect;
import org.workherald.store.Ids;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

class HoldTest {

  private static final Duration LEASE = Duration.ofMinutes(2);

  private final MovableClock clock = new MovableClock();
  private Database database;
  private Outbox outbox;
  private Outbox replica;
  private LeasedEntry entry;
  private Hold hold;

  @BeforeEach
  void setUp() {
    database = TestDatabase.emptied(Dialect.SQLITE).database();
    outbox = new Outbox(database, clock, new Ids(clock));
    replica = new Outbox(database, clock, new Ids(clock));
    add();
    Lease lease = outbox.claim(1, LEASE).orElseThrow();
    entry = lease.entries().get(0);
    hold = new Hold(outbox, lease, LEASE, clock, clock::nanos);
  }

  private void add() {
    UUID id = UUID.randomUUID();
    database.write(
        handle -> {
          outbox.add(
              handle,
              List.of(
                  new NewEntry(
                      id,
                      id,
                      "caller",
                      "kim@example.com",
                      "{}",
                      false,
                      EntryState.QUEUED,
                      null,
                      null)));
          return null;
        });
  }

  @Test
  void standsForAsLongAsItIsRenewed() {
    for (int i = 0; i < 10; i++) {
      clock.move(Duration.ofMinutes(1));
      hold.renew();
      assertThat(hold.stands()).isTrue();
      assertThat(replica.claim(1, LEASE)).isEmpty();
    }
  }

  @Test
  void isLostWhenItsTimeIsOver() {
    clock.move(LEASE);
    hold.renew();
    assertThat(hold.stands()).isFalse();
    assertThat(replica.claim(1, LEASE)).isPresent();
  }

  @Test
  void aClockSetBackDoesNotMakeItLast() {
    clock.move(Duration.ofMinutes(1));
    clock.jump(Duration.ofHours(-1));
    assertThat(hold.stands()).isTrue();
    clock.move(Duration.ofMinutes(1));
    assertThat(hold.stands()).isFalse();
  }

  @Test
  void isRenewedInTheTimeItWasTakenIn() {
    Instant claimed = clock.instant();
    clock.jump(Duration.ofHours(-1));
    clock.move(Duration.ofMinutes(1));
    hold.renew();
    assertThat(hold.stands()).isTrue();
    // For a replica with the right clock it is over two minutes after it was renewed.
    clock.set(claimed.plus(Duration.ofMinutes(3)).minusMillis(1));
    assertThat(replica.claim(1, LEASE)).isEmpty();
    clock.set(claimed.plus(Duration.ofMinutes(3)));
    assertThat(replica.claim(1, LEASE)).isPresent();
  }

  @Test
  void isLostWhenTheClockIsSetForth() {
    clock.jump(Duration.ofHours(1));
    assertThat(hold.stands()).isFalse();
  }

  @Test
  void cancellationsAreStillSeenWhenTheClockIsSetBack() {
    clock.jump(Duration.ofHours(-1));
    clock.move(Duration.ofSeconds(1));
    database.write(handle -> outbox.cancel(handle, List.of(entry.message()), "the task is done"));
    assertThat(hold.wants(entry)).isFalse();
  }

  @Test
  void leavesOutWhatSomebodyElseTookMeanwhile() {
    add();
    clock.move(LEASE);
    Lease both = replica.claim(2, LEASE).orElseThrow();
    Hold late = new Hold(replica, both, LEASE, clock, clock::nanos);
    clock.move(LEASE);
    UUID taken = outbox.claim(1, LEASE).orElseThrow().entries().get(0).id();
    UUID left =
        both.entries().stream()
            .map(e -> e.id())
            .filter(e -> !e.equals(taken))
            .findAny()
            .orElseThrow();
    assertThat(late.of(left)).isFalse();
    // As if the process had been stopped in the middle of renewing.
    clock.move(LEASE.negated());
    late.renew();
    assertThat(late.of(left)).isTrue();
    assertThat(late.of(taken)).isFalse();
  }
}
