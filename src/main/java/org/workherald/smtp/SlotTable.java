package org.workherald.smtp;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The table {@code sender_slot}, as one replica works on it. Time is the database's own: replicas'
 * clocks differ.
 *
 * @param replica who asks
 */
record SlotTable(UUID replica) {

  /** How long the slots of a replica that vanished are lost to the others. */
  static final Duration LEASE = Duration.ofSeconds(20);

  /** A replica that waits asks again within this time. */
  private static final Duration WAITING = Duration.ofSeconds(5);

  /** How long a slot is left to its replica at least, so that connections are worth making. */
  private static final Duration HELD = Duration.ofSeconds(5);

  /**
   * Takes a slot if one is left, and no other replica without any waits for it; else waits in line,
   * unless this replica has some already.
   */
  boolean take(Handle handle, UUID token, int connections) {
    // A taker that is frozen in here must not keep the others from renewing theirs.
    handle.execute("SET LOCAL lock_timeout = '2s'");
    handle.execute("SET LOCAL idle_in_transaction_session_timeout = '5s'");
    // Against other takers and renewals; there are few of either.
    handle.execute("LOCK TABLE sender_slot IN SHARE ROW EXCLUSIVE MODE");
    long now = now(handle);
    handle.execute("DELETE FROM sender_slot WHERE lasts_until <= ?", now);
    // None lasts for longer: the database's clock was set back.
    handle.execute(
        "UPDATE sender_slot SET lasts_until = ? WHERE lasts_until > ?",
        now + LEASE.toMillis(),
        now + 2 * LEASE.toMillis());
    Standing standing = standing(handle, now);
    if (connections - standing.taken > standing.ahead) {
      handle.execute("DELETE FROM sender_slot WHERE id = ?", replica);
      handle.execute(
          "INSERT INTO sender_slot (id, replica, since, lasts_until) VALUES (?, ?, ?, ?)",
          token,
          replica,
          now,
          now + LEASE.toMillis());
      return true;
    }
    if (standing.mine == 0) {
      waitInLine(handle, now);
      askOneBack(handle, now);
    }
    return false;
  }

  /**
   * @param taken slots of all replicas
   * @param mine slots of this one
   * @param ahead other replicas that have none, and waited before this one
   */
  private record Standing(int taken, int mine, int ahead) {}

  private Standing standing(Handle handle, long now) {
    return handle
        .createQuery(
            """
            SELECT COUNT(*) FILTER (WHERE waiting = 0) AS taken,
              COUNT(*) FILTER (WHERE waiting = 0 AND replica = :replica) AS mine,
              COUNT(*) FILTER (
                WHERE waiting = 1 AND replica <> :replica
                  AND (since, replica) <
                    (COALESCE((SELECT since FROM sender_slot WHERE id = :replica), :now), :replica))
                AS ahead
            FROM sender_slot
            """)
        .bind("replica", replica)
        .bind("now", now)
        .map(
            (row, context) ->
                new Standing(row.getInt("taken"), row.getInt("mine"), row.getInt("ahead")))
        .one();
  }

  private void waitInLine(Handle handle, long now) {
    handle.execute(
        """
        INSERT INTO sender_slot (id, replica, waiting, since, lasts_until) VALUES (?, ?, 1, ?, ?)
        ON CONFLICT (id) DO UPDATE SET lasts_until = excluded.lasts_until
        """,
        replica,
        replica,
        now,
        now + WAITING.toMillis());
  }

  /** As many are asked back as replicas wait: from who has most, the one held longest. */
  private static void askOneBack(Handle handle, long now) {
    handle.execute(
        """
        UPDATE sender_slot SET asked = 1
        WHERE id = (
          SELECT id FROM sender_slot AS slot
          WHERE waiting = 0 AND asked = 0 AND since <= ?
            AND (SELECT SUM(waiting) > SUM(asked) FROM sender_slot)
          ORDER BY
            (SELECT COUNT(*) FROM sender_slot AS other
             WHERE other.replica = slot.replica AND other.waiting = 0) DESC,
            since
          LIMIT 1)
        """,
        now - HELD.toMillis());
  }

  /**
   * Renews these slots of this replica: which ones there still are, and whether they are asked
   * back. What it has in the table beside them, because nobody could tell whether it was taken or
   * freed, is left to run out.
   */
  Map<UUID, Boolean> renew(Handle handle, Collection<UUID> tokens) {
    return handle
        .createQuery(
            """
            UPDATE sender_slot SET lasts_until = :until
            WHERE id IN (<tokens>) AND replica = :replica
            RETURNING id, asked
            """)
        .bindList("tokens", tokens)
        .bind("until", now(handle) + LEASE.toMillis())
        .bind("replica", replica)
        .map(
            (row, context) ->
                Map.entry(UUID.fromString(row.getString("id")), row.getInt("asked") == 1))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  int free(Handle handle, UUID token) {
    return handle.execute("DELETE FROM sender_slot WHERE id = ?", token);
  }

  private static long now(Handle handle) {
    return handle
        .createQuery("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)")
        .mapTo(Long.class)
        .one();
  }
}
