package org.workherald.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.workherald.smtp.WaitHint;

/**
 * When to try again after a failure that may pass: exponential back-off with jitter, as RFC 5321
 * section 4.5.4.1 asks for (30 minutes and more between tries in the long run, a give-up time of a
 * day or more). A pure function of its arguments.
 */
@ApplicationScoped
class RetryPolicy {

  private final List<Duration> waits;
  private final double jitter;
  private final Duration giveUpAfter;

  RetryPolicy(DeliveryConfig config) {
    this.waits = List.copyOf(config.backOff());
    this.jitter = config.jitter();
    this.giveUpAfter = config.giveUpAfter();
  }

  /**
   * The next try after one more failure.
   *
   * @param failures how many there were before this one
   * @param failingSince when the first of them was, or {@code null} when this is the first
   * @param atLeast a wait that the server asked for, or {@code null}
   * @param random from 0 to 1
   * @return empty when it is time to give up
   */
  Optional<Instant> next(
      Instant now, int failures, Instant failingSince, Duration atLeast, double random) {
    Duration wait = waits.get(Math.min(failures, waits.size() - 1));
    Duration varied = scale(wait, 1 + jitter * (2 * random - 1));
    Duration asked =
        atLeast == null || atLeast.compareTo(varied) < 0
            ? varied
            : scale(atLeast, 1 + jitter * random);
    Instant next = now.plus(asked);
    Instant giveUp = (failingSince == null ? now : failingSince).plus(giveUpAfter);
    if (next.isAfter(giveUp) && !now.plus(varied).isAfter(giveUp)) {
      // The server asks for more time than there is: one last try when it ends.
      next = giveUp;
    }
    return next.isAfter(giveUp) ? Optional.empty() : Optional.of(next);
  }

  /** How far off a next try is at most. */
  Duration longest() {
    Duration longest =
        Stream.concat(waits.stream(), Stream.of(WaitHint.LONGEST))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    Duration varied = scale(longest, 1 + jitter);
    return varied.compareTo(giveUpAfter) < 0 ? varied : giveUpAfter;
  }

  private static Duration scale(Duration duration, double factor) {
    return Duration.ofMillis(Math.round(duration.toMillis() * factor));
  }
}
