package org.workherald.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.workherald.notification.UnreadableNotification;
import org.workherald.outbox.Attempt;
import org.workherald.outbox.Attempt.Outcome;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.outbox.Settlement;
import org.workherald.smtp.Cause;
import org.workherald.smtp.SendResult;
import org.workherald.smtp.SmtpFailure;
import org.workherald.smtp.SmtpFailure.Kind;
import org.workherald.smtp.Transcript;
import org.workherald.store.StoredJson;
import org.workherald.trace.Aside;

/** Decides what becomes of an entry after an attempt. */
@ApplicationScoped
class Verdict {

  private static final Logger LOG = Logger.getLogger(Verdict.class);

  private final RetryPolicy retries;
  private final Clock clock;

  Verdict(RetryPolicy retries, Clock clock) {
    this.retries = retries;
    this.clock = clock;
  }

  /** By what the mail server did with it. */
  Settlement of(LeasedEntry entry, SendResult result) {
    if (result.sent()) {
      return new Settlement.Sent(entry.id(), attempt(result, Outcome.SENT));
    }
    SmtpFailure failure = result.failure();
    return switch (failure.kind()) {
      case REJECTED ->
          new Settlement.Failed(entry.id(), attempt(result, Outcome.REJECTED), failure.detail());
      case MISCONFIGURED ->
          result.tried()
              ? new Settlement.PutLast(entry.id(), attempt(result, Outcome.MISCONFIGURED))
              : new Settlement.Released(entry.id(), attempt(result, Outcome.MISCONFIGURED));
      case TRANSIENT ->
          failure.server() && !result.tried()
              // The server is away: no try of this mail's, nor a step towards giving it up.
              ? new Settlement.Released(entry.id(), attempt(result, Outcome.TRANSIENT))
              : retry(entry, result);
    };
  }

  /**
   * An entry that could not even be made a message: its own failure, and no reason to stop anybody
   * else's mail. What may pass (memory that ran out, an event that a newer release can send) is
   * tried again.
   */
  Settlement unrenderable(LeasedEntry entry, Throwable problem) {
    boolean stored = problem instanceof UnreadableNotification;
    String detail =
        stored
            ? problem.getMessage()
            : "The mail could not be composed (%s).".formatted(problem.getClass().getSimpleName());
    boolean mayPass =
        stored
            ? ((UnreadableNotification) problem).newer()
            : problem instanceof Error && !(problem instanceof StackOverflowError);
    if (mayPass) {
      return retry(entry, untold(entry, detail));
    }
    Attempt attempt =
        new Attempt(
            clock.instant(), Outcome.REJECTED, null, Cause.OTHER.word(), detail, null, null, 0);
    return new Settlement.Failed(entry.id(), attempt, detail);
  }

  /**
   * An entry that was under way when our own transport broke: nobody knows whose fault it is, so it
   * costs a try.
   */
  Settlement broken(LeasedEntry entry) {
    return retry(entry, untold(entry, "Sending broke off for an internal error; see the log."));
  }

  /** A failure of our own that may pass, of which the mail server knows nothing. */
  private SendResult untold(LeasedEntry entry, String detail) {
    SmtpFailure failure = new SmtpFailure(Kind.TRANSIENT, Cause.OTHER, detail, null, false, null);
    return new SendResult(entry.id(), clock.instant(), failure, null, null, null, 0, false, null);
  }

  private Settlement retry(LeasedEntry entry, SendResult result) {
    SmtpFailure failure = result.failure();
    Attempt attempt = attempt(result, Outcome.TRANSIENT);
    Optional<Instant> next =
        retries
            .next(
                result.at(),
                entry.failures(),
                entry.failingSince(),
                failure.retryAfter(),
                ThreadLocalRandom.current().nextDouble())
            .or(() -> untried(result));
    return next.<Settlement>map(
            at -> new Settlement.Retry(entry.id(), attempt, at, failure.detail()))
        .orElseGet(
            () ->
                new Settlement.Failed(
                    entry.id(), attempt, "Given up after too many tries. " + failure.detail()));
  }

  /** Waiting with a domain is no try: nobody's mail is given up for it. */
  private static Optional<Instant> untried(SendResult result) {
    return Optional.ofNullable(result.tried() ? null : result.failure().retryAfter())
        .map(wait -> result.at().plus(wait));
  }

  private static Attempt attempt(SendResult result, Outcome outcome) {
    SmtpFailure failure = result.failure();
    return new Attempt(
        result.at(),
        outcome,
        result.reply(),
        failure == null ? null : failure.cause().word(),
        failure == null ? null : failure.detail(),
        result.server(),
        result.tls(),
        result.millis(),
        transcript(result));
  }

  private static String transcript(SendResult result) {
    try {
      Transcript kept = result.transcript();
      return kept == null ? null : kept.lines().isEmpty() ? "" : StoredJson.write(kept);
    } catch (RuntimeException e) {
      // The least of an attempt: what became of the mail is recorded without it.
      UUID id = result.message();
      Aside.run(() -> LOG.errorf(e, "delivery %s: its transcript cannot be written", id));
      return null;
    }
  }
}
