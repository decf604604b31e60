package org.workherald.store;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Marks that commits leave behind, by which work that must not be done twice is known to be done:
 * the table {@code commit_mark}. To set a mark again waits for whoever has set it and is still in
 * doubt. (PostgreSQL's own status of a transaction is no help: after a fail-over or a crash its
 * number may be somebody else's.)
 */
record CommitMarks(Clock clock) {

  /** Far longer than any doubt, and than any step of the clock. */
  private static final Duration KEPT = Duration.ofDays(2);

  /** Replicas do this at once, and need not wait for each other. */
  private static final String PURGE =
      """
      WITH old AS MATERIALIZED (
        SELECT id FROM commit_mark WHERE at < :until ORDER BY at LIMIT :limit %s)
      DELETE FROM commit_mark WHERE id IN (SELECT id FROM old)
      """;

  /** Sets a mark in the transaction of the work; whether it was not set before. */
  boolean set(Handle handle, UUID mark) {
    return handle
            .createUpdate(
                "INSERT INTO commit_mark (id, at) VALUES (:id, :now) ON CONFLICT DO NOTHING")
            .bind("id", mark)
            .bind("now", clock.instant())
            .execute()
        == 1;
  }

  /** Removes those that nobody is in doubt about any more; how many, {@code limit} at most. */
  int purge(Handle handle, Dialect dialect, int limit) {
    return handle
        .createUpdate(
            PURGE.formatted(dialect == Dialect.POSTGRESQL ? "FOR UPDATE SKIP LOCKED" : ""))
        .bind("until", clock.instant().minus(KEPT))
        .bind("limit", limit)
        .execute();
  }
}
