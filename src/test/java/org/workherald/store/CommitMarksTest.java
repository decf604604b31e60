package org.workherald.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommitMarksTest {

  private final MovableClock clock = new MovableClock();

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void areRemovedAFewAtATimeAndNotByThoseWhoWrite(Dialect dialect) {
    try (TestDatabase test = TestDatabase.open(dialect, clock)) {
      Database database = test.database();
      for (int i = 0; i < 3; i++) {
        database.writeOnce(handle -> 1);
      }
      assertThat(database.purgeMarks(10)).isZero();
      clock.move(Duration.ofDays(2).plusSeconds(1));
      database.writeOnce(handle -> 1);
      assertThat(marks(database)).isEqualTo(4);

      assertThat(database.purgeMarks(2)).isEqualTo(2);
      assertThat(database.purgeMarks(2)).isEqualTo(1);
      assertThat(database.purgeMarks(2)).isZero();
      assertThat(marks(database)).isEqualTo(1);
    }
  }

  @Test
  void replicasDoNotWaitForEachOther() {
    try (TestDatabase test = TestDatabase.open(Dialect.POSTGRESQL, clock)) {
      Database database = test.database();
      database.writeOnce(handle -> 1);
      clock.move(Duration.ofDays(3));
      int other =
          database.write(
              handle -> {
                handle.createQuery("SELECT id FROM commit_mark FOR UPDATE").mapToMap().list();
                return CompletableFuture.supplyAsync(() -> database.purgeMarks(10)).join();
              });
      assertThat(other).isZero();
      assertThat(database.purgeMarks(10)).isEqualTo(1);
    }
  }

  private static int marks(Database database) {
    return database.read(
        handle ->
            handle.createQuery("SELECT COUNT(*) FROM commit_mark").mapTo(Integer.class).one());
  }
}
