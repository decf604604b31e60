package org.workherald.outbox;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.workherald.store.Dialect;

/**
 * What PostgreSQL, where transactions run side by side, must be told about locks. SQLite has one
 * writer at a time, and nothing to lock.
 */
record RowLocks(Dialect dialect) {

  /** Ends a query for entries that nobody else is just changing. */
  String skipLocked() {
    return dialect == Dialect.POSTGRESQL ? "FOR UPDATE SKIP LOCKED" : "";
  }

  /**
   * Locks the entries of these messages, in the order of their ids. Whoever changes several entries
   * goes by that order, or else two transactions could wait for each other.
   */
  void lock(Handle handle, List<UUID> messages) {
    if (dialect == Dialect.POSTGRESQL) {
      handle
          .createQuery("SELECT id FROM outbox WHERE message IN (<messages>) ORDER BY id FOR UPDATE")
          .bindList("messages", messages)
          .mapTo(String.class)
          .list();
    }
  }

  /** Locks the entries of a lease, in the same order. */
  void lock(Handle handle, UUID lease) {
    if (dialect == Dialect.POSTGRESQL) {
      handle
          .createQuery("SELECT id FROM outbox WHERE lease = :lease ORDER BY id FOR UPDATE")
          .bind("lease", lease)
          .mapTo(String.class)
          .list();
    }
  }
}
