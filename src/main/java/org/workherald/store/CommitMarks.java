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

  /** Sets a mark in the transaction of the work; whether it was not set before. */
  boolean set(Handle handle, UUID mark) {
    boolean first =
        handle
                .createUpdate(
                    "INSERT INTO commit_mark (id, at) VALUES (:id, :now) ON CONFLICT DO NOTHING")
                .bind("id", mark)
                .bind("now", clock.instant())
                .execute()
            == 1;
    if (first) {
      handle
          .createUpdate("DELETE FROM commit_mark WHERE at < :until")
          .bind("until", clock.instant().minus(KEPT))
          .execute();
    }
    return first;
  }
}
