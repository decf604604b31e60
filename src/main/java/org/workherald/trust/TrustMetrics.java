package org.workherald.trust;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Numbers to watch trust by. */
@Singleton
class TrustMetrics {

  private final Trust trust;
  private final Clock clock;

  TrustMetrics(Trust trust, Clock clock) {
    this.trust = trust;
    this.clock = clock;
  }

  void register(@Observes StartupEvent start, MeterRegistry registry) {
    Gauge.builder("workherald.trust.expiry.days", this, TrustMetrics::daysLeft)
        .description(
            "Days until the first certificate expires that was mounted or added here; NaN: none")
        .register(registry);
    Gauge.builder("workherald.trust.mounted.ok", trust, t -> t.mountedProblem().isPresent() ? 0 : 1)
        .description("0 while the mounted truststore is broken and its last good state is in use")
        .register(registry);
  }

  private double daysLeft() {
    return trust.anchors().stream()
        .filter(anchor -> anchor.source() != Anchor.Source.SYSTEM)
        .map(anchor -> anchor.certificate().getNotAfter().toInstant())
        .mapToDouble(end -> Duration.between(clock.instant(), end).toHours() / 24.0)
        .min()
        .orElse(Double.NaN);
  }
}
