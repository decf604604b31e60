package org.workherald.store;

import java.sql.SQLException;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.CloseException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionException;
import org.postgresql.util.PSQLException;
import org.sqlite.SQLiteException;

/** Tells failures of the database from failures of the work that was done with it. */
final class Outage {

  /**
   * SQLite's result codes PERM, BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, CORRUPT, FULL,
   * CANTOPEN, PROTOCOL, SCHEMA and NOTADB: the file, the disk, the lock or somebody else is at
   * fault, not the statement.
   */
  private static final Set<Integer> SQLITE = Set.of(3, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 17, 26);

  /**
   * PostgreSQL's SQLSTATE classes: connection exceptions, insufficient resources, operator
   * intervention (shut-down, start-up, cancelled), system errors, damaged data; deadlocks and
   * serialization failures; a transaction that was ended for taking too long, or by a standby that
   * takes no writes; a database or login that is not there (yet), or busy with something else; a
   * prepared statement that the server has forgotten.
   */
  private static final Set<String> SQL_STATES =
      Set.of("08", "53", "57", "58", "XX", "40", "28", "3D", "25", "26", "55");

  /**
   * Where PostgreSQL finds that a plan it kept does not fit the tables any more, as after a
   * migration by another replica. Its SQLSTATE alone, 0A000, says only that something cannot be
   * done, and its words are in the server's language.
   */
  private static final Set<String> STALE_PLAN =
      Set.of("RevalidateCachedQuery", "RevalidateCachedPlan");

  /** Connection exceptions, the server's shut-down, its crash, and its disk's failures. */
  private static final Set<String> DOUBTFUL = Set.of("08", "57", "58", "XX");

  private static final int SQLITE_IOERR = 10;

  private Outage() {}

  /** What to throw for a failure: {@link DatabaseUnavailable}, or the very same exception. */
  static RuntimeException translate(RuntimeException e) {
    if (e instanceof JdbiException && isOne(e)) {
      return new DatabaseUnavailable("the database failed: " + reason(e), e);
    }
    return e;
  }

  /** Whether the database itself is why something failed. */
  static boolean isOne(Throwable failure) {
    return failure instanceof ConnectionException
        || failure instanceof TransactionException
        || failure instanceof CloseException
        || causes(failure, Outage::isOne);
  }

  /**
   * Whether a commit that failed so may have taken effect all the same: the answer got lost, or the
   * disk failed when the commit was on its way there. Whatever the database refuses with another
   * reason it has undone.
   */
  static boolean leavesDoubt(Throwable commitFailure) {
    return causes(commitFailure, Outage::leavesDoubt);
  }

  /** The result code of SQLite behind a failure, or 0. */
  static int sqliteCode(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLiteException e) {
        return e.getResultCode().code & 0xff;
      }
    }
    return 0;
  }

  /** Whether SQLite found its file damaged. */
  static boolean isDamage(Throwable failure) {
    int code = sqliteCode(failure);
    return code == 11 || code == 26;
  }

  /** The database's own words for it; statements and their parameters are left out. */
  static String reason(Throwable failure) {
    String reason = failure.getClass().getSimpleName();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException) {
        reason = t.getMessage();
      }
    }
    return reason;
  }

  private static boolean causes(Throwable failure, Predicate<SQLException> test) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException e && test.test(e)) {
        return true;
      }
    }
    return false;
  }

  private static boolean leavesDoubt(SQLException e) {
    if (e instanceof SQLiteException) {
      return sqliteCode(e) == SQLITE_IOERR;
    }
    String state = e.getSQLState();
    return state == null
        || state.equals("40003") // statement completion unknown
        || DOUBTFUL.contains(state.substring(0, 2));
  }

  private static boolean isOne(SQLException e) {
    if (e instanceof SQLiteException sqlite) {
      return SQLITE.contains(sqlite.getResultCode().code & 0xff);
    }
    if (e instanceof PSQLException postgresql
        && postgresql.getServerErrorMessage() != null
        && STALE_PLAN.contains(String.valueOf(postgresql.getServerErrorMessage().getRoutine()))) {
      return true;
    }
    String state = e.getSQLState();
    // Without a state it comes from the pool: no connection within the time allowed.
    return state == null || SQL_STATES.contains(state.substring(0, 2));
  }
}
