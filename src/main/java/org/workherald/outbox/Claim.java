package org.workherald.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;
import org.workherald.outbox.Lease.LeasedEntry;

/**
 * One claim, within its transaction.
 *
 * @param token of the lease that it makes; {@code null} when it only counts
 */
record Claim(
    Handle handle, RowLocks locks, LiveLeases live, UUID token, Instant now, Instant until) {

  private static final RowMapper<LeasedEntry> ENTRY = ConstructorMapper.of(LeasedEntry.class);

  /** Entries that may be taken now: one range of the index, from its beginning. */
  private static final String DUE =
      """
      FROM outbox
      WHERE state = 'queued' AND urgent = :urgent AND share = %s AND next_attempt_at <= :now
        AND {free} AND (expires_at IS NULL OR expires_at > :now)
      """
          .replace("{free}", LiveLeases.FREE);

  private static final String OPEN =
      "NOT EXISTS (SELECT 1 FROM lane WHERE lane.id = 1 AND paused_since IS NOT NULL)";

  /**
   * From one share to the next by the index, and from the last one to the first, until one is
   * reached for the second time: whatever a share holds, it costs the same.
   */
  private static final String RING =
      """
      WITH RECURSIVE ring (share) AS (
        SELECT CAST(:after AS TEXT)
        UNION
        SELECT COALESCE(
          (SELECT outbox.share FROM outbox
           WHERE state = 'queued' AND urgent = :urgent AND outbox.share > ring.share
           ORDER BY outbox.share LIMIT 1),
          (SELECT outbox.share FROM outbox
           WHERE state = 'queued' AND urgent = :urgent
           ORDER BY outbox.share LIMIT 1))
        FROM ring WHERE ring.share IS NOT NULL)
      SELECT share FROM ring
      WHERE (SELECT id {due} ORDER BY next_attempt_at, id LIMIT 1) IS NOT NULL AND {open}
      LIMIT :limit
      """
          .replace("{due}", DUE.formatted("ring.share"))
          .replace("{open}", OPEN);

  /** Materialized, so that the limit is applied once, whatever the planner thinks. */
  private static final String TAKE =
      """
      WITH due AS MATERIALIZED (
        SELECT id {due} AND {open}
        ORDER BY next_attempt_at, id LIMIT :limit %s)
      UPDATE outbox SET lease = :lease, leased_until = :until
      WHERE id IN (SELECT id FROM due)
      RETURNING id, message, recipient, payload, failures, failing_since, created_at, expires_at,
        next_attempt_at
      """
          .replace("{due}", DUE.formatted(":share"))
          .replace("{open}", OPEN);

  private static final String COUNT =
      "SELECT COUNT(*) FROM (SELECT 1 {due} LIMIT :limit) AS counted"
          .replace("{due}", DUE.formatted(":share"));

  /** The shares that have something due, as their turns are when {@code after} had the last one. */
  List<String> shares(boolean urgent, String after, int limit) {
    // One more tells that there are more. The ring begins with the one whose turn comes last.
    List<String> shares =
        new ArrayList<>(
            query(RING, urgent, limit + 2).bind("after", after).mapTo(String.class).list());
    if (!shares.isEmpty() && shares.get(0).equals(after)) {
      shares.add(shares.remove(0));
    }
    return shares;
  }

  /** How many may be taken now, {@code most} at most. */
  int due(int most) {
    int due = 0;
    for (boolean urgent : new boolean[] {true, false}) {
      for (String share : due < most ? shares(urgent, "", most) : List.<String>of()) {
        due += due < most ? due(urgent, share, most - due) : 0;
      }
    }
    return due;
  }

  private int due(boolean urgent, String share, int most) {
    return query(COUNT, urgent, most).bind("share", share).mapTo(Integer.class).one();
  }

  /** Takes the longest due of a share. */
  List<LeasedEntry> take(boolean urgent, String share, int limit) {
    return query(TAKE.formatted(locks.skipLocked()), urgent, limit)
        .bind("share", share)
        .bind("lease", token)
        .bind("until", until)
        .map((row, context) -> new Due(row.getLong("next_attempt_at"), ENTRY.map(row, context)))
        .stream()
        .sorted(Due.LONGEST_FIRST)
        .map(Due::entry)
        .toList();
  }

  private Query query(String sql, boolean urgent, int limit) {
    return live.bind(handle.createQuery(sql))
        .bind("urgent", urgent ? 1 : 0)
        .bind("now", now)
        .bind("limit", limit);
  }

  private record Due(long at, LeasedEntry entry) {

    static final Comparator<Due> LONGEST_FIRST =
        Comparator.comparingLong(Due::at).thenComparing(due -> due.entry().id().toString());
  }
}
