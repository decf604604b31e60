package org.workherald.outbox;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** What becomes of entries other than by being delivered. */
record Course(RowLocks locks, LiveLeases live) {

  private static final String CANCEL =
      """
      UPDATE outbox
      SET state = 'cancelled', reason = :reason, finished_at = :now,
          lease = CASE WHEN {underWay} THEN lease END,
          leased_until = CASE WHEN {underWay} THEN leased_until END
      WHERE message IN (<messages>) AND state = 'queued'
      RETURNING message
      """
          .replace("{underWay}", LiveLeases.UNDER_WAY);

  private static final String OVER =
      "message = :message AND state IN ('failed', 'expired', 'cancelled') AND " + LiveLeases.FREE;

  private static final String ENDED =
      """
      SELECT id AS entry, UPPER(state) AS state, reason, finished_at AS at FROM outbox
      WHERE {over} ORDER BY id
      """
          .replace("{over}", OVER);

  private static final String REQUEUE =
      """
      UPDATE outbox
      SET state = 'queued', reason = NULL, next_attempt_at = :now, finished_at = NULL,
          failures = 0, failing_since = NULL, lease = NULL, leased_until = NULL,
          share = LTRIM(share, '{retries}'),
          expires_at = CASE WHEN expires_at > :now THEN expires_at END
      WHERE {over}
      """
          .replace("{retries}", NewEntry.RETRIES)
          .replace("{over}", OVER);

  private static final String EXPIRE =
      """
      WITH overdue AS MATERIALIZED (
        SELECT id FROM outbox
        WHERE state = 'queued' AND expires_at IS NOT NULL AND expires_at <= :now AND {free}
        ORDER BY expires_at LIMIT :limit %s)
      UPDATE outbox
      SET state = 'expired', reason = 'not sent before its expiry', finished_at = :now,
          lease = NULL, leased_until = NULL
      WHERE id IN (SELECT id FROM overdue)
      """
          .replace("{free}", LiveLeases.FREE);

  /** The message of each entry cancelled. */
  List<UUID> cancel(Handle handle, List<UUID> messages, String reason, Instant now) {
    locks.lock(handle, messages);
    return live.bind(handle.createQuery(CANCEL))
        .bindList("messages", messages)
        .bind("reason", reason)
        .bind("now", now)
        .mapTo(UUID.class)
        .list();
  }

  List<Ended> requeue(Handle handle, UUID message, Instant now) {
    locks.lock(handle, List.of(message));
    List<Ended> before =
        live.bind(handle.createQuery(ENDED))
            .bind("message", message)
            .bind("now", now)
            .map(ConstructorMapper.of(Ended.class))
            .list();
    live.bind(handle.createUpdate(REQUEUE)).bind("message", message).bind("now", now).execute();
    return before;
  }

  int expire(Handle handle, int limit, Instant now) {
    return live.bind(handle.createUpdate(EXPIRE.formatted(locks.skipLocked())))
        .bind("now", now)
        .bind("limit", limit)
        .execute();
  }
}
