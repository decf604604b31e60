package org.workherald.outbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
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

  /**
   * What never failed is due since it was added; what failed, no later than after the longest wait.
   */
  private static final String TOO_FAR =
      "state = 'queued' AND next_attempt_at > :far AND (failures = 0 OR next_attempt_at > :farther)";

  private static final String ENTRIES =
      """
      SELECT urgent, share, next_attempt_at AS at, id FROM outbox
      WHERE {tooFar} AND (urgent, share, next_attempt_at, id) > (:urgent, :share, :at, :id)
      ORDER BY urgent, share, next_attempt_at, id LIMIT :limit
      """
          .replace("{tooFar}", TOO_FAR);

  private static final String DUE_NOW =
      """
      UPDATE outbox
      SET next_attempt_at = :to,
          failing_since = CASE WHEN failing_since > :to THEN :to ELSE failing_since END
      WHERE id = :id AND {tooFar}
      """
          .replace("{tooFar}", TOO_FAR);

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
   * Goes once through all that is queued, and makes due now what is due later than can be.
   *
   * @param longest how far off the next try of what failed may be
   */
  public Pass pass(Duration longest) {
    return new Pass(longest);
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
    List<UUID> found =
        database.read(
            handle ->
                handle
                    .createQuery(LEASES)
                    .bind("far", far)
                    .bind("limit", limit)
                    .mapTo(UUID.class)
                    .list());
    return change(
        found,
        "UPDATE outbox SET leased_until = :to WHERE id = :id AND leased_until > :far",
        until,
        far,
        far);
  }

  private int change(List<UUID> ids, String sql, Instant to, Instant far, Instant farther) {
    if (ids.isEmpty()) {
      return 0;
    }
    // In the order of RowLocks.
    List<UUID> ordered = ids.stream().sorted(Comparator.comparing(UUID::toString)).toList();
    return database.write(
        handle -> {
          try (PreparedBatch batch = handle.prepareBatch(sql)) {
            for (UUID id : ordered) {
              batch.bind("id", id).bind("to", to).bind("far", far).bind("farther", farther).add();
            }
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

  /** A place in the index of what is queued. */
  @RegisterForReflection
  public record Place(int urgent, String share, long at, UUID id) {

    static final Place FIRST = new Place(-1, "", 0, new UUID(0, 0));
  }

  /** Goes on where it was, also after the database failed: nothing is looked at twice. */
  public final class Pass {

    private final Duration longest;

    /** Where it is; {@code null} when it is over. */
    private Place place = Place.FIRST;

    private Pass(Duration longest) {
      this.longest = longest;
    }

    public boolean isOver() {
      return place == null;
    }

    /** Looks at the next that are too far off, {@code limit} at most; how many were made due. */
    public int next(int limit) {
      Instant now = clock.instant();
      Instant far = now.plus(TOLERANCE);
      Instant farther = far.plus(longest);
      // Beside the writer, as it may take a while, and there is hardly ever anything.
      List<Place> found =
          database.read(
              handle ->
                  handle
                      .createQuery(ENTRIES)
                      .bindMethods(place)
                      .bind("far", far)
                      .bind("farther", farther)
                      .bind("limit", limit)
                      .map(ConstructorMapper.of(Place.class))
                      .list());
      int changed = change(found.stream().map(Place::id).toList(), DUE_NOW, now, far, farther);
      place = found.size() < limit ? null : found.get(found.size() - 1);
      return changed;
    }
  }
}
