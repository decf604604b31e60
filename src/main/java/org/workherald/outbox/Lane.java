package org.workherald.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/**
 * The lane that all entries flow through. While it is paused nothing is claimed; a pause that holds
 * makes every queued entry read as {@code held}, with the reason of the pause, without touching one
 * of them.
 */
@ApplicationScoped
public class Lane {

  /**
   * @param cause one of the stable words of the HTTP contract
   * @param reason in plain words, for people
   * @param holding whether entries read as {@code held} (a misconfiguration) or stay {@code queued}
   *     (the server is away for a moment)
   * @param resumeAt when to probe, or to try again
   * @param pauses how many pauses there were in a row without a mail sent between them
   */
  public record Pause(
      Instant since, String cause, String reason, boolean holding, Instant resumeAt, int pauses) {}

  /** The pause in force, as the database has it. */
  public Optional<Pause> pause() {
    throw new UnsupportedOperationException();
  }

  /** Pauses the lane, or prolongs and renames the pause in force. */
  public void pause(String cause, String reason, boolean holding, Instant resumeAt) {
    throw new UnsupportedOperationException();
  }

  /**
   * How many pauses there were in a row, the one in force included, without {@link #flowing()}
   * between them.
   */
  public int pauses() {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes the pause in force end now, if there is one: something changed that may have mended its
   * cause.
   */
  public void hasten() {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes the right to probe: when the pause's time is over, one caller of all replicas gets it,
   * and the pause lasts until {@code until} for everybody else.
   */
  public Optional<Pause> claimProbe(Instant until) {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends the pause; entries flow at once. The count of pauses in a row stays until {@link
   * #flowing()}.
   */
  public void resume() {
    throw new UnsupportedOperationException();
  }

  /** Mails go out: the count of pauses in a row starts anew. */
  public void flowing() {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes permits to send from the budget of all replicas together.
   *
   * @return how many of {@code wanted} may be sent now
   */
  public int permits(int wanted, int perMinute) {
    throw new UnsupportedOperationException();
  }
}
