package org.workherald.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A disk that fails at the very end of a commit, which SQLite tells as an I/O error. */
class DoubtTest {

  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void onlyACommitThatBrokeOffLeavesADoubt() {
    assertThat(Outage.leavesDoubt(sql("08006"))).isTrue();
    assertThat(Outage.leavesDoubt(sql("57P01"))).isTrue();
    assertThat(Outage.leavesDoubt(sql(null))).isTrue();
    assertThat(Outage.leavesDoubt(sql("40001"))).isFalse();
    assertThat(Outage.leavesDoubt(sql("53100"))).isFalse();
    assertThat(Outage.leavesDoubt(sqlite(SQLiteErrorCode.SQLITE_IOERR_FSYNC))).isTrue();
    assertThat(Outage.leavesDoubt(sqlite(SQLiteErrorCode.SQLITE_FULL))).isFalse();
  }

  @Test
  void isTriedAgainUntilItIsThrough() {
    Doubt doubt = new Doubt(Duration.ofSeconds(10));
    String found =
        doubt.resolved(
            new CommitUnknown("reset", null),
            () -> {
              if (runs.incrementAndGet() < 3) {
                throw new DatabaseUnavailable("away", null);
              }
              return "stored";
            });
    assertThat(found).isEqualTo("stored");
  }

  @Test
  void staysWhenNothingGetsThrough() {
    CommitUnknown first = new CommitUnknown("reset", null);
    Doubt doubt = new Doubt(Duration.ofMillis(200));
    assertThatThrownBy(
            () ->
                doubt.resolved(
                    first,
                    () -> {
                      runs.incrementAndGet();
                      throw new DatabaseUnavailable("away", null);
                    }))
        .isSameAs(first);
    assertThat(runs.get()).isPositive();
  }

  private static Exception sql(String state) {
    return new SQLException("told", state);
  }

  private static Exception sqlite(SQLiteErrorCode code) {
    return new SQLiteException("told", code);
  }
}
