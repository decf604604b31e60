package org.workherald.outbox;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.workherald.store.Database;

/**
 * What a clock that was ahead has put off, this replica's or another's: times so far in the future
 * that they cannot have been meant. Without this a clock that is set back by an hour would make
 * mails wait for an hour.
 */
@Singleton
public class Postponed {

  /** Replicas differ by less than this, and nobody is kept waiting for longer. */
  private static final Duration TOLERANCE = Duration.ofSeconds(30);

  /** Replicas may be set to leases of different length, for a while at least. */
  private static final Duration LEASE_TOLERANCE = Duration.ofMinutes(10);

  /** The right to probe is given for less time than this. */
  private static final Duration LONGEST_PROBE = Duration.ofMinutes(10);

  /** What never failed is due since it was added. */
  private static final String ENTRIES =
      """
      SELECT id FROM outbox
      WHERE state = 'queued' AND next_attempt_at > :far AND failures = 0
      LIMIT :limit
      """;

  private static final String LEASES =
      "SELECT id FROM outbox WHERE lease IS NOT NULL AND leased_until > :far LIMIT :limit";

  private static final String PAUSE =
      """
      UPDATE lane
      SET resume_at = :now,
          paused_since = CASE WHEN paused_since > :now THEN :now ELSE paused_since END
      WHERE id = 1 AND paused_since IS NOT NULL
        AND (paused_since > :soon OR (probe IS NOT NULL AND resume_at > :far))
      """;

  private final Database database;
  private final Clock clock;

  public Postponed(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Makes due now what never failed and is due in the future; how many. Goes through all that is
   * queued.
   *
   * @param limit how many at most
   */
  public int entries(int limit) {
    Instant now = clock.instant();
    Instant far = now.plus(TOLERANCE);
    return change(
        find(ENTRIES, far, limit),
        "UPDATE outbox SET next_attempt_at = :to WHERE id = :id AND next_attempt_at > :far AND"
            + " failures = 0",
        now,
        far);
  }

  /**
   * Shortens leases that last for longer than any does; how many. Whoever holds one may be alive,
   * and gets the time to renew it.
   *
   * @param lease how long one lasts
   * @param limit how many at most
   */
  public int leases(Duration lease, int limit) {
    Instant until = clock.instant().plus(lease);
    Instant far = until.plus(LEASE_TOLERANCE);
    return change(
        find(LEASES, far, limit),
        "UPDATE outbox SET leased_until = :to WHERE id = :id AND leased_until > :far",
        until,
        far);
  }

  /** Beside the writer, as it may take a while, and there is hardly ever anything. */
  private List<UUID> find(String sql, Instant far, int limit) {
    return database.read(
        handle ->
            handle.createQuery(sql).bind("far", far).bind("limit", limit).mapTo(UUID.class).list());
  }

  private int change(List<UUID> ids, String sql, Instant to, Instant far) {
    if (ids.isEmpty()) {
      return 0;
    }
    // In the order of RowLocks.
    List<UUID> ordered = ids.stream().sorted(Comparator.comparing(UUID::toString)).toList();
    return database.write(
        handle -> {
          try (PreparedBatch batch = handle.prepareBatch(sql)) {
            ordered.forEach(id -> batch.bind("id", id).bind("to", to).bind("far", far).add());
            return Arrays.stream(batch.execute()).sum();
          }
        });
  }

  /**
   * Makes a pause end now that began in the future, or is probed for longer than any is: how long
   * it was to last is not to be known any more.
   *
   * @return whether there was one
   */
  public boolean pause() {
    Instant now = clock.instant();
    return database.write(
        handle ->
            handle
                    .createUpdate(PAUSE)
                    .bind("now", now)
                    .bind("soon", now.plus(TOLERANCE))
                    .bind("far", now.plus(LONGEST_PROBE))
                    .execute()
                == 1);
  }
}
