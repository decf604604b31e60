package org.workherald.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.workherald.smtp.SmtpFailure;
import org.workherald.smtp.SmtpFailure.Kind;

/**
 * How long the lane pauses when the mail server as a whole fails. A server that is merely away is
 * tried again within seconds; one that is misconfigured is probed ever more seldom, since each
 * probe may count as a failed login.
 */
@ApplicationScoped
class PausePolicy {

  private final DeliveryConfig config;

  PausePolicy(DeliveryConfig config) {
    this.config = config;
  }

  /**
   * When the pause for this failure ends.
   *
   * @param pauses how many there were in a row before it
   */
  Instant resumeAt(Instant now, SmtpFailure failure, int pauses) {
    Duration wait =
        failure.kind() == Kind.MISCONFIGURED
            ? doubled(config.probeInterval(), config.probeIntervalMax(), pauses)
            : doubled(config.serverBackOff(), config.serverBackOffMax(), pauses);
    Duration asked = failure.retryAfter();
    return now.plus(asked != null && asked.compareTo(wait) > 0 ? asked : wait);
  }

  private static Duration doubled(Duration first, Duration most, int times) {
    Duration wait = first.multipliedBy(1L << Math.min(times, 20));
    return wait.compareTo(most) < 0 ? wait : most;
  }
}
