package org.workherald.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DiskSpaceTest {

  private final MovableClock clock = new MovableClock();
  private final AtomicLong free = new AtomicLong(1_000);
  private final AtomicLong reusable = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private final DiskSpace space =
      new DiskSpace(
          1_000,
          free::get,
          () -> {
            asked.incrementAndGet();
            return reusable.get();
          },
          clock);

  @Test
  void whatIsEmptyInTheFileIsRoomToo() {
    assertThat(space.low()).isFalse();
    assertThat(asked).hasValue(0);
    free.set(600);
    assertThat(space.low()).isTrue();
    reusable.set(400);
    assertThat(space.low()).as("not asked again at once").isTrue();
    clock.move(Duration.ofSeconds(5));
    assertThat(space.low()).isFalse();
    assertThat(asked).hasValue(2);
  }

  @Test
  void butTheLogNeedsSomeOfTheDisk() {
    reusable.set(1_000_000);
    free.set(249);
    assertThat(space.low()).isTrue();
    free.set(250);
    assertThat(space.low()).isFalse();
  }

  @Test
  void whatWasRemovedIsEmptyInTheFile() {
    try (TestDatabase test = TestDatabase.open(Dialect.SQLITE, clock)) {
      Database database = test.database();
      database.write(handle -> handle.execute("CREATE TABLE big AS SELECT zeroblob(1000000) AS b"));
      long before = DiskSpace.reusable(database);
      database.write(handle -> handle.execute("DROP TABLE big"));
      assertThat(DiskSpace.reusable(database) - before).isBetween(990_000L, 1_100_000L);
    }
  }
}
