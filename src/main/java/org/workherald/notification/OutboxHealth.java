package org.workherald.notification;

import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Health check {@code outbox}: whether there is room for more mails. Part of wellness and not of
 * readiness: a backlog is full because the mail server is away, and who has to mend that, or to
 * read or cancel what waits, must get through; whoever posts is told by {@code 503} when to come
 * back.
 */
@Wellness
@Singleton
class OutboxHealth implements HealthCheck {

  private final OutboxRoom room;

  OutboxHealth(OutboxRoom room) {
    this.room = room;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("outbox");
    var full = room.full();
    return full == null
        ? response.up().build()
        : response.down().withData("full", full.name().toLowerCase(Locale.ROOT)).build();
  }
}
