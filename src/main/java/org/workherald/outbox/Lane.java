package org.workherald.outbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.workherald.store.Database;

/**
 * The lane that all entries flow through. While it is paused nothing is claimed; a pause that holds
 * makes every queued entry read as {@code held}, with the reason of the pause, without touching one
 * of them.
 */
@Singleton
public class Lane {

  private static final RowMapper<Pause> PAUSE = ConstructorMapper.of(Pause.class);

  /** It is probed, by the caller or, as that took so long, by another one meanwhile. */
  private static final String PROBED =
      "probe IS NOT NULL AND (probe = :probe OR paused_since = :since)";

  private final Database database;
  private final Clock clock;

  public Lane(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * @param cause one of the stable words of the HTTP contract
   * @param reason in plain words, for people
   * @param holding whether entries read as {@code held} (a misconfiguration) or stay {@code queued}
   *     (the server is away for a moment)
   * @param resumeAt when to probe, or to try again
   * @param pauses how many pauses there were in a row without a mail sent between them
   */
  @RegisterForReflection
  public record Pause(
      Instant since, String cause, String reason, boolean holding, Instant resumeAt, int pauses) {}

  /**
   * The right to find out whether a pause may end, until its {@code resumeAt}. After that it may be
   * somebody else's as well: who is done first tells what becomes of the pause, and the others
   * change nothing any more.
   */
  public record Probe(UUID token, Pause pause) {}

  /** The pause in force, as the database has it. */
  public Optional<Pause> pause() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT paused_since AS since, cause, reason, holding, resume_at, pauses
                    FROM lane WHERE id = 1 AND paused_since IS NOT NULL
                    """)
                .map(PAUSE)
                .findOne());
  }

  /**
   * Pauses the lane. When several workers run into the same wall, a pause in force is prolonged and
   * renamed by the one that holds, or lasts longer; not while it is probed, which will tell more.
   */
  public void pause(String cause, String reason, boolean holding, Instant resumeAt) {
    database.write(
        handle ->
            handle
                .createUpdate(
                    """
                    UPDATE lane
                    SET paused_since = COALESCE(paused_since, :now), cause = :cause,
                        reason = :reason, holding = :holding, resume_at = :resumeAt,
                        pauses = pauses + CASE WHEN paused_since IS NULL THEN 1 ELSE 0 END
                    WHERE id = 1
                      AND (paused_since IS NULL
                        OR (probe IS NULL
                          AND (holding < :holding
                            OR (holding = :holding AND resume_at < :resumeAt))))
                    """)
                .bind("now", clock.instant())
                .bind("cause", cause)
                .bind("reason", reason)
                .bind("holding", holding ? 1 : 0)
                .bind("resumeAt", resumeAt)
                .execute());
  }

  /**
   * Prolongs and renames the pause after a probe that failed: one more pause in a row.
   *
   * @return whether nobody else was done first
   */
  public boolean prolong(
      Probe probe, String cause, String reason, boolean holding, Instant resumeAt) {
    return database.write(
        handle ->
            handle
                    .createUpdate(
                        """
                        UPDATE lane
                        SET cause = :cause, reason = :reason, holding = :holding,
                            resume_at = :resumeAt, pauses = pauses + 1, probe = NULL
                        WHERE id = 1 AND {open}
                        """
                            .replace("{open}", PROBED))
                    .bind("cause", cause)
                    .bind("reason", reason)
                    .bind("holding", holding ? 1 : 0)
                    .bind("resumeAt", resumeAt)
                    .bind("probe", probe.token())
                    .bind("since", probe.pause().since())
                    .execute()
                == 1);
  }

  /**
   * How many pauses there were in a row, the one in force included, without {@link #flowing()}
   * between them.
   */
  public int pauses() {
    return database.read(
        handle ->
            handle.createQuery("SELECT pauses FROM lane WHERE id = 1").mapTo(Integer.class).one());
  }

  /**
   * Makes the pause in force end now, if there is one: something changed that may have mended its
   * cause.
   */
  public void hasten() {
    database.write(
        handle ->
            handle
                .createUpdate(
                    """
                    UPDATE lane SET resume_at = :now
                    WHERE id = 1 AND paused_since IS NOT NULL AND resume_at > :now
                    """)
                .bind("now", clock.instant())
                .execute());
  }

  /**
   * Takes the right to probe: when the pause's time is over, one caller of all replicas gets it,
   * and the pause lasts until {@code until} for everybody else.
   */
  public Optional<Probe> claimProbe(Instant until) {
    UUID token = UUID.randomUUID();
    return database.write(
        handle ->
            handle
                .createQuery(
                    """
                    UPDATE lane SET resume_at = :until, probe = :probe
                    WHERE id = 1 AND paused_since IS NOT NULL AND resume_at <= :now
                    RETURNING paused_since AS since, cause, reason, holding, resume_at, pauses
                    """)
                .bind("until", until)
                .bind("probe", token)
                .bind("now", clock.instant())
                .map(PAUSE)
                .findOne()
                .map(pause -> new Probe(token, pause)));
  }

  /**
   * Ends the pause after a probe; entries flow at once. The count of pauses in a row stays until
   * {@link #flowing()}.
   *
   * @return whether nobody else was done first
   */
  public boolean resume(Probe probe) {
    return database.write(
        handle ->
            handle
                    .createUpdate(
                        """
                        UPDATE lane
                        SET paused_since = NULL, cause = NULL, reason = NULL, holding = 0,
                            resume_at = NULL, probe = NULL
                        WHERE id = 1 AND {open}
                        """
                            .replace("{open}", PROBED))
                    .bind("probe", probe.token())
                    .bind("since", probe.pause().since())
                    .execute()
                == 1);
  }

  /** Mails go out: the count of pauses in a row starts anew. */
  public void flowing() {
    database.write(
        handle -> handle.execute("UPDATE lane SET pauses = 0 WHERE id = 1 AND pauses > 0"));
  }

  /**
   * Takes permits to send from the budget of all replicas together. In no minute are there more
   * than {@code perMinute}; a twentieth of them may be taken at once.
   *
   * @return how many of {@code wanted} may be sent now
   */
  public int permits(int wanted, int perMinute) {
    if (perMinute <= 0) {
      return wanted;
    }
    Budget budget = new Budget(perMinute);
    return database.write(
        handle -> {
          while (true) {
            long old =
                handle
                    .createQuery("SELECT rate_until FROM lane WHERE id = 1")
                    .mapTo(Long.class)
                    .one();
            Budget.Grant grant = budget.grant(wanted, old, clock.millis());
            // Guarded by what was read: another replica may have been faster.
            if (grant.permits() == 0
                || handle.execute(
                        "UPDATE lane SET rate_until = ? WHERE id = 1 AND rate_until = ?",
                        grant.until(),
                        old)
                    == 1) {
              return grant.permits();
            }
          }
        });
  }

  /** Gives back permits that were not used after all. */
  public void giveBack(int unused, int perMinute) {
    if (unused > 0 && perMinute > 0) {
      long time = new Budget(perMinute).worth(unused);
      database.write(
          handle ->
              handle.execute("UPDATE lane SET rate_until = rate_until - ? WHERE id = 1", time));
    }
  }
}
