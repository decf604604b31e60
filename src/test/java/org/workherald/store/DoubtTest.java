package org.workherald.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Which failures are the database's own, and which of those leave open what came of a commit. */
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
  void whatEndsForNoFaultOfTheStatementIsAnOutageAndNoDoubt() {
    for (String state : new String[] {"25006", "25P02", "25P03", "25P04", "26000"}) {
      assertThat(Outage.isOne(sql(state))).as(state).isTrue();
      assertThat(Outage.leavesDoubt(sql(state))).as(state).isFalse();
    }
    assertThat(Outage.isOne(sqlite(SQLiteErrorCode.SQLITE_INTERRUPT))).isTrue();
    assertThat(Outage.isOne(sqlite(SQLiteErrorCode.SQLITE_SCHEMA))).isTrue();
    assertThat(Outage.isOne(sqlite(SQLiteErrorCode.SQLITE_CONSTRAINT))).isFalse();
    assertThat(Outage.isOne(sql("23505"))).isFalse();
    assertThat(Outage.isOne(sql("42P01"))).isFalse();
  }

  @Test
  void aPlanThatDoesNotFitTheTablesAnyMoreIsAnOutageButWhatCannotBeDoneIsNot() throws Exception {
    Database database = TestDatabase.emptied(Dialect.POSTGRESQL).database();
    Exception stale =
        database.write(
            handle -> {
              try (var statement = handle.getConnection().createStatement()) {
                statement.execute("CREATE TEMPORARY TABLE planned (a INT) ON COMMIT DROP");
                statement.execute("PREPARE stale AS SELECT * FROM planned");
                statement.execute("EXECUTE stale");
                statement.execute("ALTER TABLE planned ADD COLUMN b INT");
                var point = handle.getConnection().setSavepoint();
                try {
                  statement.execute("EXECUTE stale");
                } catch (SQLException e) {
                  handle.getConnection().rollback(point);
                  statement.execute("DEALLOCATE stale");
                  return e;
                }
                return null;
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(stale).isInstanceOf(SQLException.class);
    assertThat(((SQLException) stale).getSQLState()).isEqualTo("0A000");
    assertThat(Outage.isOne(stale)).isTrue();
    assertThat(Outage.isOne(sql("0A000"))).isFalse();
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
