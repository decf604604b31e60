package org.workherald.smtp;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * The same check as part of readiness, for those who want it there: enabled by {@code
 * workherald.health.smtp-gates-readiness} (see application.properties).
 */
@Readiness
@ApplicationScoped
class SmtpReadiness implements HealthCheck {

  private final SmtpHealth health;

  SmtpReadiness(@Wellness SmtpHealth health) {
    this.health = health;
  }

  @Override
  public HealthCheckResponse call() {
    return health.call();
  }
}
