package org.workherald.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.workherald.outbox.Lease.LeasedEntry;

/** Who may work on an entry: taken with a token, given back with an outcome. */
final class Leases {

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
          failures = failures + :failures, lease = NULL, leased_until = NULL,
          share = CASE WHEN :failures > 0 THEN '{retries}' || LTRIM(share, '{retries}')
                       ELSE share END
      WHERE id = :id AND lease = :lease
      """
          .replace("{retries}", NewEntry.RETRIES);

  private static final String RECORD =
      """
      INSERT INTO attempt (entry, at, outcome, reply, cause, detail, server, tls, millis)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final RowLocks locks;
  private final LiveLeases live;
  private final Turns turns = new Turns();

  Leases(RowLocks locks, LiveLeases live) {
    this.locks = locks;
    this.live = live;
  }

  Optional<Lease> claim(Handle handle, UUID token, int limit, Instant now, Instant until) {
    Claim claim = new Claim(handle, locks, live, token, now, until);
    List<LeasedEntry> entries = turns.claim(claim, limit);
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
    LastWords.record(handle, settlements);
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
      Instant last = settlement instanceof Settlement.PutLast ? now : null;
      return new Outcome(EntryState.QUEUED, null, last, null);
    }
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
