package org.workherald.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Whether the delivery loop is alive. That the mail server is away, or that nothing is to be done,
 * is no reason to restart.
 */
@Liveness
@ApplicationScoped
class DeliveryLiveness implements HealthCheck {

  private final DeliveryLoop loop;
  private final ClockWatch time;

  DeliveryLiveness(DeliveryLoop loop, ClockWatch time) {
    this.loop = loop;
    this.time = time;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("delivery-loop").status(loop.alive());
    time.problem().ifPresent(problem -> response.withData("clock", problem));
    return response.build();
  }
}
