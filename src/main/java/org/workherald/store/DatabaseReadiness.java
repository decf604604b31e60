package org.workherald.store;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when a notification could be stored durably now. Asks the database once a second at most.
 */
@Readiness
@Singleton
class DatabaseReadiness implements HealthCheck {

  private static final Interval FRESH = new Interval(Duration.ofSeconds(1));

  private final Database database;
  private final Clock clock;
  private Instant askedAt = Instant.MIN;
  private boolean writable;

  DatabaseReadiness(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public synchronized HealthCheckResponse call() {
    if (FRESH.isOver(askedAt, clock.instant())) {
      writable = database.writable();
      askedAt = clock.instant();
    }
    return HealthCheckResponse.named("database")
        .status(writable)
        .withData("kind", database.dialect().name().toLowerCase(Locale.ROOT))
        .build();
  }
}
