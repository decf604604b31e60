package org.workherald.store;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/**
 * The database, SQLite or PostgreSQL, behind one interface. Work is blocking: never call it from an
 * event loop. Handles bind and read {@link java.util.UUID} as text and {@link java.time.Instant} as
 * milliseconds since the epoch.
 */
public class Database implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Database.class);
  private static final int SQLITE_FULL = 13;

  private final Dialect dialect;
  private final Jdbi jdbi;
  private final Schema schema;

  /** SQLite only: PostgreSQL shares commits by itself. */
  private final GroupCommit groupCommit;

  private final Transactions transactions;
  private final CommitMarks marks;
  private final Doubt doubt;

  /** Apart: a full disk can be read, and would be told of again and again. */
  private final OutageLog reading = new OutageLog("read");

  private final OutageLog writing = new OutageLog("written to");

  /** Its schema is brought up to date when it is first used, or by {@link #open()}. */
  public Database(Dialect dialect, DataSource dataSource, Clock clock) {
    this(dialect, dataSource, clock, Duration.ofSeconds(5));
  }

  /**
   * @param patience how long a caller waits for the outcome of a commit that broke off
   */
  Database(Dialect dialect, DataSource dataSource, Clock clock, Duration patience) {
    this.dialect = dialect;
    this.schema = new Schema(dialect, dataSource, clock);
    this.jdbi = Jdbi.create(dataSource);
    // Exceptions end up in logs, where addresses and texts have no business: no arguments in them.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    ColumnTypes.register(jdbi);
    this.groupCommit = dialect == Dialect.SQLITE ? new GroupCommit(jdbi) : null;
    this.transactions = new Transactions(jdbi);
    this.marks = new CommitMarks(clock);
    this.doubt = new Doubt(patience);
  }

  /**
   * Brings the schema up to date. A server that is away is no reason not to start; a file that
   * cannot be used is.
   *
   * @throws IllegalStateException saying what is wrong with the database, and what to do
   */
  void open() {
    try {
      schema.ensure();
      if (dialect == Dialect.SQLITE) {
        refuseReadOnly();
      }
    } catch (DatabaseUnavailable e) {
      if (dialect == Dialect.SQLITE || !Outage.isOne(e)) {
        throw new IllegalStateException(StartFailure.of(e), e);
      }
      LOG.warn("Starting without the database: requests are answered 503 until it is there");
    }
  }

  /** A full disk may have room again before long; a file that nobody may write to has not. */
  private void refuseReadOnly() {
    try {
      write(Database::touch);
    } catch (DatabaseUnavailable e) {
      if (Outage.sqliteCode(e) != SQLITE_FULL) {
        throw e;
      }
    }
  }

  /**
   * Reads, in a transaction of its own. What it would write is refused by the database.
   *
   * @throws DatabaseUnavailable when no connection can be had
   */
  public <T> T read(Function<Handle, T> work) {
    schema.ensure();
    return reading.watched(
        () -> {
          try (Handle handle = jdbi.open()) {
            if (dialect == Dialect.SQLITE) {
              handle.execute("PRAGMA query_only = ON");
            } else {
              handle.setReadOnly(true);
            }
            return handle.inTransaction(work::apply);
          }
        });
  }

  /**
   * Writes, and returns only after the commit is durable against power loss. Work that arrives
   * together may share one commit; work that throws is rolled back alone, and its exception is
   * thrown here unchanged. It may run on another thread, and must leave the transaction to us; what
   * is to happen after the commit goes to {@link Handle#afterCommit}, and must do no harm when the
   * work itself was undone.
   *
   * @throws CommitUnknown when the commit may have taken effect, or not
   * @throws DatabaseUnavailable when no connection can be had or the commit failed
   */
  public <T> T write(Function<Handle, T> work) {
    schema.ensure();
    return writing.watched(
        () -> groupCommit != null ? groupCommit.write(work) : transactions.run(work));
  }

  /**
   * Writes what can be run again after it took effect, with no further effect: its rows have ids
   * that were made before, and keys that bar a second one. When the outcome of the commit is
   * unknown, it is run again until it is known, for some seconds.
   *
   * @throws CommitUnknown when it stays unknown
   */
  public <T> T writeRepeatable(Function<Handle, T> work) {
    try {
      return write(work);
    } catch (CommitUnknown e) {
      return doubt.resolved(
          e,
          () ->
              write(
                  handle -> {
                    boundWaits(handle);
                    return work.apply(handle);
                  }));
    }
  }

  /**
   * Writes what must not take effect twice, such as a change with its audit entry, at the cost of
   * one more row. When the outcome of the commit is unknown, it is found out for some seconds, and
   * done again when it was undone.
   *
   * @throws CommitUnknown when it stays unknown
   */
  public <T> T writeOnce(Function<Handle, T> work) {
    UUID mark = UUID.randomUUID();
    AtomicReference<T> last = new AtomicReference<>();
    return writeRepeatable(
        handle -> {
          if (marks.set(handle, mark)) {
            last.set(work.apply(handle));
          }
          return last.get();
        });
  }

  /** Removes old marks of {@link #writeOnce}; how many, {@code limit} at most. */
  public int purgeMarks(int limit) {
    return write(handle -> marks.purge(handle, dialect, limit));
  }

  /** Whether something could be stored durably now; asks the database. */
  public boolean writable() {
    try {
      return dialect == Dialect.SQLITE ? write(Database::touch) : write(Database::takesWrites);
    } catch (DatabaseUnavailable e) {
      LOG.debugf("Not writable: %s", e.getMessage());
      return false;
    }
  }

  /** What time the database's own clock shows; empty where it is the clock of this machine. */
  public Optional<Instant> time() {
    if (dialect == Dialect.SQLITE) {
      return Optional.empty();
    }
    return Optional.of(
        read(
            handle ->
                handle
                    .createQuery(
                        "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)")
                    .mapTo(Instant.class)
                    .one()));
  }

  /** Which of the two databases this is; for the one statement that differs. */
  public Dialect dialect() {
    return dialect;
  }

  /** Finishes the writes that wait, and takes no more. */
  @Override
  public void close() {
    if (groupCommit != null) {
      groupCommit.close();
    }
  }

  /** A commit in doubt may keep its locks for long: better to look again than to hang on them. */
  private void boundWaits(Handle handle) {
    if (dialect == Dialect.POSTGRESQL) {
      handle.execute("SET LOCAL lock_timeout = '1s'");
    }
  }

  /** Writes to a field of the file's header that is the application's own: all the way to disk. */
  private static boolean touch(Handle handle) {
    try (var statement = handle.getConnection().createStatement()) {
      statement.execute("PRAGMA user_version = 1");
      return true;
    } catch (SQLException e) {
      throw new DatabaseUnavailable(e.getMessage(), e);
    }
  }

  /**
   * A standby, or a server whose disk ran full and was set to read-only, answers but stores not.
   */
  private static boolean takesWrites(Handle handle) {
    return handle
        .createQuery("SELECT current_setting('transaction_read_only')")
        .mapTo(String.class)
        .one()
        .equals("off");
  }
}
