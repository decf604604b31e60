package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.workherald.store.Database;
import org.workherald.store.Dialect;
import org.workherald.store.Ids;
import org.workherald.store.TestDatabase;

/** Connections are counted for all replicas together. */
class SharedSlotsTest {

  private final Ids ids = new Ids(Clock.systemUTC());
  private final AtomicLong nanos = new AtomicLong();
  private Database database;

  @BeforeEach
  void empty() {
    database = TestDatabase.emptied(Dialect.POSTGRESQL).database();
  }

  private SharedSlots replica() {
    return new SharedSlots(database, ids, nanos::get);
  }

  /** As if so much time had passed in the database. */
  private void pass(int seconds) {
    database.write(
        handle ->
            handle.execute(
                "UPDATE sender_slot SET since = since - ?, lasts_until = lasts_until - ?",
                seconds * 1000,
                seconds * 1000));
  }

  private Slot one(SharedSlots replica, int connections) {
    return take(replica, connections).orElseThrow();
  }

  /** After so long that it is worth asking again. */
  private Optional<Slot> take(SharedSlots replica, int connections) {
    nanos.addAndGet(SessionPool.ASK_AGAIN.toNanos());
    return replica.take(connections);
  }

  @Test
  void thereAreNoMoreThanTheSettingsAllow() throws InterruptedException {
    List<SharedSlots> replicas = Stream.generate(this::replica).limit(4).toList();
    List<Slot> taken = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    CountDownLatch go = new CountDownLatch(1);
    for (int i = 0; i < 16; i++) {
      SharedSlots replica = replicas.get(i % 4);
      Thread thread =
          new Thread(
              () -> {
                try {
                  go.await();
                } catch (InterruptedException e) {
                  return;
                }
                replica.take(3).ifPresent(taken::add);
              });
      thread.start();
      threads.add(thread);
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(taken).hasSize(3).allMatch(Slot::stands);
  }

  @Test
  void oneThatIsGivenBackCanBeTakenAgain() {
    SharedSlots here = replica();
    Slot only = one(here, 1);
    assertThat(take(here, 1)).isEmpty();
    only.free();
    assertThat(take(here, 1)).isPresent();
  }

  @Test
  void theSlotsOfTheDeadComeBack() {
    SharedSlots dead = replica();
    SharedSlots alive = replica();
    one(dead, 1);
    assertThat(take(alive, 1)).isEmpty();
    pass(19);
    assertThat(take(alive, 1)).isEmpty();
    pass(1);
    assertThat(take(alive, 1)).isPresent();
  }

  @Test
  void aRenewedOneStays() {
    SharedSlots here = replica();
    SharedSlots there = replica();
    Slot slot = one(here, 1);
    for (int i = 0; i < 10; i++) {
      pass(10);
      nanos.addAndGet(10_000_000_000L);
      here.renew();
    }
    assertThat(slot.stands()).isTrue();
    assertThat(take(there, 1)).isEmpty();
  }

  @Test
  void aFrozenReplicaDoesNotTrustItsOwn() {
    SharedSlots frozen = replica();
    Slot lost = one(frozen, 1);
    pass(20);
    nanos.addAndGet(20_000_000_000L);
    Slot taken = one(replica(), 1);
    assertThat(lost.stands()).isFalse();
    frozen.renew();
    assertThat(lost.stands()).isFalse();
    lost.free();
    assertThat(take(replica(), 1)).as("the other one's is not freed").isEmpty();
    assertThat(taken.stands()).isTrue();
  }

  @Test
  void aReplicaWithNoneIsGivenOneByTheRichest() {
    SharedSlots rich = replica();
    SharedSlots modest = replica();
    SharedSlots poor = replica();
    List<Slot> riches = List.of(one(rich, 3), one(rich, 3));
    Slot little = one(modest, 3);
    assertThat(take(poor, 3)).isEmpty();
    rich.renew();
    assertThat(riches).as("not at once").noneMatch(Slot::asked);

    pass(4);
    assertThat(take(poor, 3)).isEmpty();
    pass(1);
    assertThat(take(poor, 3)).isEmpty();
    assertThat(take(poor, 3)).isEmpty();
    rich.renew();
    modest.renew();
    assertThat(riches).filteredOn(Slot::asked).hasSize(1);
    assertThat(little.asked()).isFalse();

    riches.stream().filter(Slot::asked).forEach(Slot::free);
    assertThat(take(rich, 3)).as("somebody waits for it").isEmpty();
    assertThat(take(poor, 3)).isPresent();
  }

  @Test
  void whoWaitsLongestIsFirst() {
    SharedSlots holder = replica();
    SharedSlots second = replica();
    SharedSlots third = replica();
    Slot only = one(holder, 1);
    assertThat(take(second, 1)).isEmpty();
    pass(1);
    assertThat(take(third, 1)).isEmpty();
    only.free();
    assertThat(take(third, 1)).isEmpty();
    assertThat(take(holder, 1)).isEmpty();
    assertThat(take(second, 1)).isPresent();
  }

  @Test
  void whoStoppedWaitingIsNotWaitedFor() {
    SharedSlots holder = replica();
    Slot only = one(holder, 1);
    assertThat(take(replica(), 1)).isEmpty();
    only.free();
    assertThat(take(holder, 1)).isEmpty();
    pass(5);
    assertThat(take(holder, 1)).isPresent();
  }

  @Test
  void oneProcessOnSqliteCountsForItself() {
    Database own = TestDatabase.emptied(Dialect.SQLITE).database();
    SharedSlots slots = new SharedSlots(own, ids, nanos::get);
    Optional<Slot> slot = slots.take(1);
    assertThat(slot).contains(Slot.OWN);
    nanos.addAndGet(Long.MAX_VALUE / 2);
    assertThat(slot.get().stands()).isTrue();
  }

  @Test
  void aSlotThatNobodyKnowsOfRunsOutThoughOthersAreRenewed() {
    SharedSlots here = replica();
    one(here, 2);
    // Taken by a commit whose answer was lost.
    database.write(
        handle ->
            handle.execute(
                """
                INSERT INTO sender_slot (id, replica, since, lasts_until)
                SELECT 'lost', replica, since, lasts_until FROM sender_slot
                """));
    pass(10);
    here.renew();
    assertThat(take(here, 2)).isEmpty();
    pass(10);
    here.renew();
    assertThat(take(here, 2)).isPresent();
  }

  @Test
  void theDatabaseIsNotAskedForEachMailThatWaits() {
    SharedSlots there = replica();
    SharedSlots here = replica();
    Slot only = one(there, 1);
    assertThat(take(here, 1)).isEmpty();
    only.free();
    assertThat(here.take(1)).as("not asked so soon").isEmpty();
    assertThat(take(here, 1)).isPresent();
  }
}
