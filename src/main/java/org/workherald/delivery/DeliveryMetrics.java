package org.workherald.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.workherald.outbox.Backlog;
import org.workherald.outbox.Lane;
import org.workherald.outbox.Lane.Pause;
import org.workherald.outbox.Outbox.Depth;
import org.workherald.smtp.SendResult;

/**
 * What delivery tells Prometheus. The gauges are read from the database now and then, never by a
 * scrape.
 */
@ApplicationScoped
class DeliveryMetrics {

  private final Backlog backlog;
  private final Lane lane;
  private final Clock clock;
  private final MeterRegistry registry;
  private volatile boolean holding;

  DeliveryMetrics(Backlog backlog, Lane lane, Clock clock, MeterRegistry registry) {
    this.backlog = backlog;
    this.lane = lane;
    this.clock = clock;
    this.registry = registry;
    Gauge.builder("workherald.outbox.queued", () -> backlog.depth().queued())
        .description("Deliveries not finished yet, held ones included")
        .register(registry);
    Gauge.builder("workherald.outbox.held", () -> holding ? backlog.depth().queued() : 0)
        .description("Deliveries held because the mail server is misconfigured")
        .register(registry);
    Gauge.builder("workherald.outbox.oldest", this::oldestSeconds)
        .description("Age of the oldest delivery not finished yet")
        .baseUnit("seconds")
        .register(registry);
  }

  /** Reads the gauges anew; how much is queued not each time when that is much. */
  void refresh() {
    backlog.refresh();
    holding = lane.pause().map(Pause::holding).orElse(false);
  }

  /** Counts one attempt. */
  void attempted(SendResult result) {
    String outcome = result.sent() ? "sent" : word(result.failure().kind());
    String cause = result.sent() ? "none" : result.failure().cause().word();
    registry.counter("workherald.attempts", "outcome", outcome, "cause", cause).increment();
    if (result.sent()) {
      Timer.builder("workherald.send")
          .description("Time from the first command for a mail to the server's reply that took it")
          .publishPercentileHistogram()
          .minimumExpectedValue(Duration.ofMillis(1))
          .maximumExpectedValue(Duration.ofMinutes(2))
          .register(registry)
          .record(result.millis(), TimeUnit.MILLISECONDS);
    }
  }

  private double oldestSeconds() {
    Depth now = backlog.depth();
    return now.oldest() == null
        ? 0
        : Math.max(0, Duration.between(now.oldest(), clock.instant()).toMillis()) / 1000.0;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
