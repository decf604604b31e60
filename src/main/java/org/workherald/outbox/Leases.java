package org.workherald.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.store.Ids;

/** Who may work on an entry: taken with a token, given back with an outcome. */
final class Leases {

  private static final RowMapper<LeasedEntry> ENTRY = ConstructorMapper.of(LeasedEntry.class);

  /** Materialized, so that the limit is applied once, whatever the planner thinks. */
  private static final String CLAIM =
      """
      WITH due AS MATERIALIZED (
        SELECT id FROM outbox
        WHERE state = 'queued' AND urgent = :urgent AND next_attempt_at <= :now
          AND (leased_until IS NULL OR leased_until <= :now)
          AND (expires_at IS NULL OR expires_at > :now)
          AND NOT EXISTS (SELECT 1 FROM lane WHERE lane.id = 1 AND paused_since IS NOT NULL)
        ORDER BY next_attempt_at, id LIMIT :limit %s)
      UPDATE outbox SET lease = :lease, leased_until = :until
      WHERE id IN (SELECT id FROM due)
      RETURNING id, message, recipient, payload, failures, failing_since, created_at, expires_at,
        next_attempt_at
      """;

  private static final String SETTLE =
      """
      UPDATE outbox
      SET state = CASE WHEN state = 'queued' OR :state = 'sent' THEN :state ELSE state END,
          reason =
            CASE WHEN :state = 'queued' AND :failures = 0 THEN reason
                 WHEN state = 'queued' OR :state = 'sent' THEN :reason
                 ELSE reason END,
          finished_at =
            CASE WHEN state = 'queued' OR :state = 'sent' THEN :finishedAt ELSE finished_at END,
          next_attempt_at = COALESCE(:nextAttemptAt, next_attempt_at),
          failing_since = COALESCE(failing_since, :failedAt),
          failures = failures + :failures, lease = NULL, leased_until = NULL
      WHERE id = :id AND lease = :lease
      """;

  private static final String RECORD =
      """
      INSERT INTO attempt (entry, at, outcome, reply, cause, detail, server, tls, millis)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final RowLocks locks;
  private final Ids ids;

  Leases(RowLocks locks, Ids ids) {
    this.locks = locks;
    this.ids = ids;
  }

  Optional<Lease> claim(Handle handle, int limit, Instant now, Instant until) {
    UUID token = ids.next();
    List<LeasedEntry> entries = new ArrayList<>(limit);
    // One range of the index after the other: asked for both at once, it would have to be sorted.
    for (int urgent = 1; urgent >= 0 && entries.size() < limit; urgent--) {
      handle
          .createQuery(CLAIM.formatted(locks.skipLocked()))
          .bind("urgent", urgent)
          .bind("now", now)
          .bind("limit", limit - entries.size())
          .bind("lease", token)
          .bind("until", until)
          .map((row, context) -> new Due(row.getLong("next_attempt_at"), ENTRY.map(row, context)))
          .stream()
          .sorted(Due.LONGEST_FIRST)
          .map(Due::entry)
          .forEach(entries::add);
    }
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(new Lease(token, until, List.copyOf(entries)));
  }

  int settle(Handle handle, UUID lease, List<Settlement> settlements, Instant now) {
    List<Settlement> done = new ArrayList<>(settlements.size());
    // In the order of RowLocks.
    List<Settlement> ordered =
        settlements.stream().sorted(Comparator.comparing(s -> s.entry().toString())).toList();
    int[] counts = update(handle, lease, ordered, now);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 1) {
        done.add(ordered.get(i));
      }
    }
    record(handle, done.stream().filter(settlement -> settlement.attempt() != null).toList());
    return done.size();
  }

  private static int[] update(
      Handle handle, UUID lease, List<Settlement> settlements, Instant now) {
    try (PreparedBatch batch = handle.prepareBatch(SETTLE)) {
      for (Settlement settlement : settlements) {
        Outcome outcome = Outcome.of(settlement, now);
        batch
            .bind("id", settlement.entry())
            .bind("lease", lease)
            .bind("state", outcome.state().word())
            .bind("reason", outcome.reason())
            .bind("finishedAt", outcome.state() == EntryState.QUEUED ? null : now)
            .bind("nextAttemptAt", outcome.nextAttemptAt())
            .bind("failedAt", outcome.failedAt())
            .bind("failures", outcome.failedAt() == null ? 0 : 1)
            .add();
      }
      return batch.execute();
    }
  }

  private static void record(Handle handle, List<Settlement> settlements) {
    if (settlements.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(RECORD)) {
      for (Settlement settlement : settlements) {
        Attempt attempt = settlement.attempt();
        batch
            .bind(0, settlement.entry())
            .bind(1, attempt.at())
            .bind(2, attempt.outcome().word())
            .bind(3, attempt.reply())
            .bind(4, attempt.cause())
            .bind(5, attempt.detail())
            .bind(6, attempt.server())
            .bind(7, attempt.tls())
            .bind(8, attempt.millis())
            .add();
      }
      batch.execute();
    }
  }

  /**
   * @param failedAt when it failed for a transient reason, or {@code null}
   */
  private record Outcome(EntryState state, String reason, Instant nextAttemptAt, Instant failedAt) {

    static Outcome of(Settlement settlement, Instant now) {
      if (settlement instanceof Settlement.Sent) {
        return new Outcome(EntryState.SENT, null, null, null);
      }
      if (settlement instanceof Settlement.Failed failed) {
        return new Outcome(EntryState.FAILED, failed.reason(), null, null);
      }
      if (settlement instanceof Settlement.Retry retry) {
        return new Outcome(EntryState.QUEUED, retry.reason(), retry.at(), now);
      }
      return new Outcome(EntryState.QUEUED, null, null, null);
    }
  }

  private record Due(long at, LeasedEntry entry) {

    static final Comparator<Due> LONGEST_FIRST =
        Comparator.comparingLong(Due::at).thenComparing(due -> due.entry().id().toString());
  }

  List<UUID> renew(Handle handle, UUID lease, Instant until) {
    locks.lock(handle, lease);
    return handle
        .createQuery("UPDATE outbox SET leased_until = :until WHERE lease = :lease RETURNING id")
        .bind("until", until)
        .bind("lease", lease)
        .mapTo(UUID.class)
        .list();
  }

  Set<UUID> queued(Handle handle, UUID lease) {
    return handle
        .createQuery("SELECT id FROM outbox WHERE lease = :lease AND state = 'queued'")
        .bind("lease", lease)
        .mapTo(UUID.class)
        .set();
  }
}
