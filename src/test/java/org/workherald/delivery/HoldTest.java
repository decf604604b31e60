package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.Lease;
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
  private Outbox outbox;
  private Hold hold;

  @BeforeEach
  void setUp() {
    Database database = TestDatabase.emptied(Dialect.SQLITE).database();
    outbox = new Outbox(database, clock, new Ids(clock));
    UUID id = UUID.randomUUID();
    database.write(
        handle -> {
          outbox.add(
              handle,
              List.of(
                  new NewEntry(
                      id, id, "kim@example.com", "{}", false, EntryState.QUEUED, null, null)));
          return null;
        });
    Lease lease = outbox.claim(1, LEASE).orElseThrow();
    hold = new Hold(outbox, lease, LEASE, clock);
  }

  @Test
  void standsForAsLongAsItIsRenewed() {
    for (int i = 0; i < 10; i++) {
      clock.move(Duration.ofMinutes(1));
      hold.renew();
      assertThat(hold.stands()).isTrue();
      assertThat(outbox.claim(1, LEASE)).isEmpty();
    }
  }

  @Test
  void isLostWhenItsTimeIsOver() {
    clock.move(LEASE);
    hold.renew();
    assertThat(hold.stands()).isFalse();
    assertThat(outbox.claim(1, LEASE)).isPresent();
  }
}
