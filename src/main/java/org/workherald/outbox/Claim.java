package org.workherald.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.store.Chunk;

/**
 * One claim, within its transaction.
 *
 * @param token of the lease that it makes; {@code null} when it only counts
 */
record Claim(
    Handle handle, RowLocks locks, LiveLeases live, UUID token, Instant now, Instant until) {

  private static final RowMapper<LeasedEntry> ENTRY = ConstructorMapper.of(LeasedEntry.class);

  /** Entries of a share that may be taken now: a range of the index, from its beginning. */
  private static final String DUE =
      """
      SELECT id FROM outbox
      WHERE state = 'queued' AND urgent = {urgent} AND share = {share} AND next_attempt_at <= :now
        AND {free} AND (expires_at IS NULL OR expires_at > :now)
        AND NOT EXISTS (SELECT 1 FROM lane WHERE lane.id = 1 AND paused_since IS NOT NULL)
      ORDER BY next_attempt_at, id
      """
          .replace("{free}", LiveLeases.FREE);

  /**
   * From one share to the next by the index, and from the last one to the first, until one is
   * reached for the second time: whatever a share holds, it costs the same.
   */
  private static final String RING =
      """
      ring{urgent} (share) AS (
        SELECT CAST(:after{urgent} AS TEXT)
        UNION
        SELECT COALESCE(
          (SELECT outbox.share FROM outbox
           WHERE state = 'queued' AND urgent = {urgent} AND outbox.share > ring{urgent}.share
           ORDER BY outbox.share LIMIT 1),
          (SELECT outbox.share FROM outbox
           WHERE state = 'queued' AND urgent = {urgent}
           ORDER BY outbox.share LIMIT 1))
        FROM ring{urgent} WHERE share IS NOT NULL)
      """;

  private static final String WAITING =
      """
      SELECT {urgent} AS urgent, share FROM (
        SELECT share FROM ring{urgent} WHERE ({due} LIMIT 1) IS NOT NULL LIMIT :limit) AS w{urgent}
      """
          .replace("{due}", DUE.replace("{share}", "ring{urgent}.share"));

  private static final String SHARES =
      "WITH RECURSIVE %s, %s %s UNION ALL %s"
          .formatted(of(RING, 1), of(RING, 0), of(WAITING, 1), of(WAITING, 0));

  /** A query by itself, so that each range has its own limit, and nobody else's entries in it. */
  private static final String RANGE =
      "SELECT id FROM (%s LIMIT :most{i} {lock}) AS range{i}\n"
          .formatted(DUE.replace("{share}", ":share{i}"));

  /** Materialized, so that the limits are applied once, whatever the planner thinks. */
  private static final String TAKE =
      """
      WITH due AS MATERIALIZED (%s)
      UPDATE outbox SET lease = :lease, leased_until = :until
      WHERE id IN (SELECT id FROM due)
      RETURNING id, message, recipient, payload, failures, failing_since, created_at, expires_at,
        next_attempt_at, share
      """;

  private static final String COUNT =
      "SELECT COUNT(*) FROM (SELECT id FROM (%s) AS ranges LIMIT :limit) AS counted";

  /** The shares that have something due, each kind as their turns are. */
  record Waiting(List<String> urgent, List<String> normal) {}

  /**
   * @param urgentAfter whose turn comes last
   * @param limit how many shares of each kind may be served; one more tells that there are more
   */
  Waiting shares(String urgentAfter, String normalAfter, int limit) {
    Waiting waiting = new Waiting(new ArrayList<>(), new ArrayList<>());
    // A ring begins with the one whose turn comes last.
    query(SHARES)
        .bind("after1", urgentAfter)
        .bind("after0", normalAfter)
        .bind("limit", limit + 2)
        .map(
            (row, context) ->
                (row.getInt("urgent") == 1 ? waiting.urgent : waiting.normal)
                    .add(row.getString("share")))
        .list();
    toTheEnd(waiting.urgent, urgentAfter);
    toTheEnd(waiting.normal, normalAfter);
    return waiting;
  }

  private static void toTheEnd(List<String> shares, String last) {
    if (!shares.isEmpty() && shares.get(0).equals(last)) {
      shares.add(shares.remove(0));
    }
  }

  /** How many may be taken now, {@code most} at most. */
  int due(int most) {
    Waiting waiting = shares("", "", most);
    return Math.min(most, count(1, waiting.urgent, most) + count(0, waiting.normal, most));
  }

  private int count(int urgent, List<String> shares, int most) {
    int count = 0;
    for (List<String> chunk : Chunk.of(shares)) {
      Query query = query(COUNT.formatted(ranges(urgent, chunk.size(), ""))).bind("limit", most);
      for (int i = 0; i < chunk.size(); i++) {
        query.bind("share" + i, chunk.get(i)).bind("most" + i, most);
      }
      count += query.mapTo(Integer.class).one();
    }
    return count;
  }

  /**
   * Takes the longest due of shares.
   *
   * @param quotas how many of each at most
   */
  Map<String, List<LeasedEntry>> take(boolean urgent, Map<String, Integer> quotas) {
    Map<String, List<LeasedEntry>> taken = new HashMap<>();
    for (List<Map.Entry<String, Integer>> chunk : Chunk.of(quotas.entrySet())) {
      String ranges = ranges(urgent ? 1 : 0, chunk.size(), locks.skipLocked());
      Query query = query(TAKE.formatted(ranges)).bind("lease", token).bind("until", until);
      for (int i = 0; i < chunk.size(); i++) {
        query.bind("share" + i, chunk.get(i).getKey()).bind("most" + i, chunk.get(i).getValue());
      }
      query.map(Claim::due).stream()
          .sorted(Due.LONGEST_FIRST)
          .forEach(due -> taken.computeIfAbsent(due.share, s -> new ArrayList<>()).add(due.entry));
    }
    return taken;
  }

  private static String ranges(int urgent, int count, String lock) {
    return IntStream.range(0, count)
        .mapToObj(i -> of(RANGE, urgent).replace("{i}", String.valueOf(i)).replace("{lock}", lock))
        .collect(Collectors.joining("UNION ALL "));
  }

  private static String of(String sql, int urgent) {
    return sql.replace("{urgent}", String.valueOf(urgent));
  }

  private Query query(String sql) {
    return live.bind(handle.createQuery(sql)).bind("now", now);
  }

  private static Due due(ResultSet row, StatementContext context) throws SQLException {
    return new Due(row.getString("share"), row.getLong("next_attempt_at"), ENTRY.map(row, context));
  }

  private record Due(String share, long at, LeasedEntry entry) {

    static final Comparator<Due> LONGEST_FIRST =
        Comparator.comparingLong(Due::at).thenComparing(due -> due.entry().id().toString());
  }
}
