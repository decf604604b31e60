package org.workherald.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.workherald.outbox.Lane;
import org.workherald.outbox.Lane.Pause;
import org.workherald.outbox.Lane.Probe;
import org.workherald.smtp.Cause;
import org.workherald.smtp.SmtpAccount;
import org.workherald.smtp.SmtpFailure;
import org.workherald.smtp.SmtpFailure.Kind;
import org.workherald.smtp.SmtpTransport;
import org.workherald.trust.Trust;

/**
 * Opens and closes the lane: closed when the mail server as a whole fails, opened by a probe that
 * succeeds. A change of settings or trust asks for a probe at once.
 */
@ApplicationScoped
class Gate {

  private static final Logger LOG = Logger.getLogger(Gate.class);

  /**
   * How long a probe belongs to the worker that makes it alone: longer than most take, short enough
   * for one whose worker is no more. With a very slow server, another one may begin before it ends.
   */
  private static final Duration PROBE = Duration.ofMinutes(2);

  /** Under which settings and trust something was found out. */
  record Revisions(long settings, long trust) {}

  private final Lane lane;
  private final SmtpAccount account;
  private final Trust trust;
  private final SmtpTransport transport;
  private final PausePolicy policy;
  private final ClockWatch time;
  private final Clock clock;

  private Revisions known;
  private volatile boolean pausedBefore = true;

  Gate(
      Lane lane,
      SmtpAccount account,
      Trust trust,
      SmtpTransport transport,
      PausePolicy policy,
      ClockWatch time,
      Clock clock) {
    this.lane = lane;
    this.account = account;
    this.trust = trust;
    this.transport = transport;
    this.policy = policy;
    this.time = time;
    this.clock = clock;
  }

  /** Whether mails may flow now. May probe the server to find out. */
  boolean open() {
    if (!time.right()) {
      return false;
    }
    Revisions now = revisions();
    heed(now);
    Optional<Pause> pause = lane.pause();
    if (pause.isEmpty()) {
      return configured(now);
    }
    Instant instant = clock.instant();
    if (pause.get().resumeAt().isAfter(instant)) {
      return false;
    }
    return lane.claimProbe(instant.plus(PROBE)).map(mine -> reopened(mine, now)).orElse(false);
  }

  /** The settings and trust in force now. */
  Revisions revisions() {
    return new Revisions(account.revision(), trust.revision());
  }

  /**
   * The server as a whole failed: nothing more goes out until the pause is over. A failure found
   * out under settings or trust that changed since says nothing about those in force.
   */
  void close(SmtpFailure failure, Revisions under) {
    if (under.equals(revisions())) {
      close(failure, under, lane::pause);
    }
  }

  private void close(SmtpFailure failure, Revisions under, Closing closing) {
    Instant now = clock.instant();
    int pauses = lane.pauses();
    Instant resumeAt = policy.resumeAt(now, failure, pauses);
    boolean holding = failure.kind() == Kind.MISCONFIGURED;
    closing.close(failure.cause().word(), reason(failure), holding, resumeAt);
    pausedBefore = true;
    if (!under.equals(revisions())) {
      // Changed while that was written: whoever noticed found no pause to end.
      lane.hasten();
    }
    // A server that is not set yet is no news to worry about.
    LOG.logf(
        failure.cause() == Cause.UNCONFIGURED ? Level.INFO : Level.WARN,
        "mails %s until %s at the latest: %s",
        holding ? "are held" : "wait",
        resumeAt,
        failure.cause().word());
  }

  /** Pauses the lane, or prolongs its pause. */
  private interface Closing {
    void close(String cause, String reason, boolean holding, Instant resumeAt);
  }

  /** A mail went out: pauses in a row are counted anew. */
  void flowing() {
    if (pausedBefore) {
      pausedBefore = false;
      lane.flowing();
    }
  }

  /** Settings that cannot be used tell better why there are none in force. */
  private String reason(SmtpFailure failure) {
    return failure.cause() == Cause.UNCONFIGURED
        ? account.problem().orElse(failure.detail())
        : failure.detail();
  }

  private boolean configured(Revisions now) {
    if (account.settings().isPresent()) {
      return true;
    }
    transport.probe().ifPresent(failure -> close(failure, now));
    return false;
  }

  private boolean reopened(Probe mine, Revisions under) {
    // Also for a server that is merely away: else every worker of every replica would try it.
    Optional<SmtpFailure> failure = transport.probe();
    if (failure.isPresent()) {
      if (under.equals(revisions())) {
        close(
            failure.get(),
            under,
            (cause, reason, holding, at) -> lane.prolong(mine, cause, reason, holding, at));
      }
      return false;
    }
    // It may have taken so long that somebody else has found out more.
    if (!lane.resume(mine)) {
      return false;
    }
    LOG.infof("mails flow again, after a pause since %s", mine.pause().since());
    return true;
  }

  private synchronized void heed(Revisions now) {
    if (!now.equals(known)) {
      lane.hasten();
      // Not before: when the database is away just now, it is to be done next time.
      known = now;
    }
  }
}
