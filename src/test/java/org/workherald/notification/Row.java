package org.workherald.notification;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.FieldMapper;

/** An entry of the outbox: as the database has it, or as a model says it should. */
final class Row {

  private static final RowMapper<Row> MAPPER = FieldMapper.of(Row.class);

  UUID id;
  UUID message;

  /** Of the caller, with a mark before it once it has failed. */
  String share;

  int urgent;
  String state;
  Instant nextAttemptAt;
  Instant expiresAt;
  Instant failingSince;
  int failures;
  UUID lease;
  Instant leasedUntil;
  Instant finishedAt;
  int attempts;

  static List<Row> all(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT id, message, share, urgent, state, next_attempt_at, expires_at, failing_since, failures,
                   lease, leased_until, finished_at,
                   (SELECT COUNT(*) FROM attempt WHERE entry = outbox.id) AS attempts
            FROM outbox ORDER BY id
            """)
        .map(MAPPER)
        .list();
  }

  /** Its name in the diagram. */
  String node() {
    if (lease == null) {
      return state;
    }
    return state.equals("queued") ? "under_way" : state.equals("cancelled") ? "recalled" : "?";
  }

  boolean queued() {
    return state.equals("queued");
  }

  /** Whether nobody has a lease on it that has not run out. */
  boolean free(Instant now) {
    return leasedUntil == null || !leasedUntil.isAfter(now);
  }

  /**
   * Whether a process may take it.
   *
   * @param live the leases that its own workers are working on, whatever the time
   */
  boolean free(Instant now, Set<UUID> live) {
    return free(now) && !live.contains(lease);
  }

  void finish(String as, Instant now) {
    state = as;
    finishedAt = now;
  }

  void giveBack() {
    lease = null;
    leasedUntil = null;
  }

  static String lines(Collection<Row> rows) {
    var lines = new StringBuilder();
    rows.forEach(row -> lines.append(row).append('\n'));
    return lines.toString();
  }

  @Override
  public String toString() {
    return (id + " of " + message + " by " + share + (urgent == 1 ? ", urgent: " : ": ") + state)
        + (", due " + nextAttemptAt + ", expires " + expiresAt)
        + (", " + failures + " failures since " + failingSince + ", " + attempts + " attempts")
        + (", lease " + lease + " until " + leasedUntil + ", finished " + finishedAt);
  }

  String caller() {
    return share.startsWith("~") ? share.substring(1) : share;
  }
}
