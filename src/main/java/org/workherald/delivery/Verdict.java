package org.workherald.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.workherald.outbox.Attempt;
import org.workherald.outbox.Attempt.Outcome;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.outbox.Settlement;
import org.workherald.smtp.Cause;
import org.workherald.smtp.SendResult;
import org.workherald.smtp.SmtpFailure;
import org.workherald.smtp.SmtpFailure.Kind;

/** Decides what becomes of an entry after an attempt. */
@ApplicationScoped
class Verdict {

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
          new Settlement.Released(entry.id(), attempt(result, Outcome.MISCONFIGURED));
      case TRANSIENT -> retry(entry, result);
    };
  }

  /**
   * An entry that could not even be made a message: its own failure, and no reason to stop anybody
   * else's mail.
   */
  Settlement unrenderable(LeasedEntry entry, RuntimeException problem) {
    String detail =
        "The mail could not be composed (%s).".formatted(problem.getClass().getSimpleName());
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
    SmtpFailure failure =
        new SmtpFailure(
            Kind.TRANSIENT,
            Cause.OTHER,
            "Sending broke off for an internal error; see the log.",
            null,
            false,
            null);
    return retry(entry, new SendResult(entry.id(), clock.instant(), failure, null, null, null, 0));
  }

  private Settlement retry(LeasedEntry entry, SendResult result) {
    SmtpFailure failure = result.failure();
    Attempt attempt = attempt(result, Outcome.TRANSIENT);
    Optional<Instant> next =
        retries.next(
            result.at(),
            entry.failures(),
            entry.failingSince(),
            failure.retryAfter(),
            ThreadLocalRandom.current().nextDouble());
    return next.<Settlement>map(
            at -> new Settlement.Retry(entry.id(), attempt, at, failure.detail()))
        .orElseGet(
            () ->
                new Settlement.Failed(
                    entry.id(), attempt, "Given up after too many tries. " + failure.detail()));
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
        result.millis());
  }
}
