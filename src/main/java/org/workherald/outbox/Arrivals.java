package org.workherald.outbox;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Puts new entries into the queue.
 *
 * @param now by the clock here
 * @param due by the clock of all replicas
 */
record Arrivals(Instant now, Instant due) {

  private static final String INSERT =
      """
      INSERT INTO outbox (id, message, share, recipient, payload, urgent, state, reason,
                          created_at, next_attempt_at, expires_at, failures, finished_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
      ON CONFLICT (id) DO NOTHING
      """;

  void add(Handle handle, List<NewEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(INSERT)) {
      for (NewEntry entry : entries) {
        batch
            .bind(0, entry.id())
            .bind(1, entry.message())
            .bind(2, entry.share())
            .bind(3, entry.recipient())
            .bind(4, entry.payload())
            .bind(5, entry.urgent() ? 1 : 0)
            .bind(6, entry.state().word())
            .bind(7, entry.reason())
            .bind(8, now)
            .bind(9, due)
            .bind(10, entry.expiresAt())
            .bind(11, entry.state() == EntryState.QUEUED ? null : now)
            .add();
      }
      batch.execute();
    }
  }
}
