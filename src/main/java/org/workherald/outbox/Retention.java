package org.workherald.outbox;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.workherald.store.Chunk;

/** Removes messages that were done with long ago: all of their entries, or none. */
final class Retention {

  /** A cancelled entry that is still under way may turn out to be sent. */
  private static final String CHOOSE =
      """
      SELECT message FROM outbox
      WHERE finished_at IS NOT NULL AND finished_at < :cutoff
        AND NOT EXISTS (
          SELECT 1 FROM outbox AS other
          WHERE other.message = outbox.message
            AND (other.finished_at IS NULL OR other.finished_at >= :cutoff
              OR {underWay}))
      ORDER BY finished_at LIMIT :limit
      """
          .replace("{underWay}", LiveLeases.UNDER_WAY);

  private static final String ALIVE =
      """
      SELECT DISTINCT message FROM outbox
      WHERE message IN (<messages>)
        AND (finished_at IS NULL OR finished_at >= :cutoff OR {underWay})
      """
          .replace("{underWay}", LiveLeases.UNDER_WAY);

  private final RowLocks locks;
  private final LiveLeases live;

  Retention(RowLocks locks, LiveLeases live) {
    this.locks = locks;
    this.live = live;
  }

  List<UUID> purge(Handle handle, Instant cutoff, int limit, Instant now) {
    Set<UUID> removed = new LinkedHashSet<>(chosen(handle, cutoff, limit, now));
    for (List<UUID> chunk : Chunk.of(removed)) {
      // Somebody may have queued them again since they were chosen. From now on nobody can.
      locks.lock(handle, chunk);
      alive(handle, chunk, cutoff, now).forEach(removed::remove);
    }
    Chunk.of(removed).forEach(chunk -> delete(handle, chunk));
    return List.copyOf(removed);
  }

  private List<UUID> chosen(Handle handle, Instant cutoff, int limit, Instant now) {
    return live.bind(handle.createQuery(CHOOSE))
        .bind("cutoff", cutoff)
        .bind("now", now)
        .bind("limit", limit)
        .mapTo(UUID.class)
        .list();
  }

  private List<UUID> alive(Handle handle, List<UUID> messages, Instant cutoff, Instant now) {
    return live.bind(handle.createQuery(ALIVE))
        .bindList("messages", messages)
        .bind("cutoff", cutoff)
        .bind("now", now)
        .mapTo(UUID.class)
        .list();
  }

  private static void delete(Handle handle, List<UUID> messages) {
    LastWords.delete(handle, messages);
    handle
        .createUpdate(
            """
            DELETE FROM attempt
            WHERE entry IN (SELECT id FROM outbox WHERE message IN (<messages>))
            """)
        .bindList("messages", messages)
        .execute();
    handle
        .createUpdate("DELETE FROM outbox WHERE message IN (<messages>)")
        .bindList("messages", messages)
        .execute();
  }
}
