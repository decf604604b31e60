package org.workherald.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * The database, SQLite or PostgreSQL, behind one interface. Work is blocking: never call it from an
 * event loop.
 */
@ApplicationScoped
public class Database {

  /**
   * Reads, in a transaction of its own.
   *
   * @throws DatabaseUnavailable when no connection can be had
   */
  public <T> T read(Function<Handle, T> work) {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes, and returns only after the commit is durable against power loss. Work that arrives
   * together may share one commit; work that throws is rolled back alone, and its exception is
   * thrown here unchanged.
   *
   * @throws DatabaseUnavailable when no connection can be had or the commit failed
   */
  public <T> T write(Function<Handle, T> work) {
    throw new UnsupportedOperationException();
  }

  /** Which of the two databases this is; for the one statement that differs. */
  public Dialect dialect() {
    throw new UnsupportedOperationException();
  }
}
