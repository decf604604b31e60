package org.workherald.smtp;

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

  private final SmtpWatch watch;

  SmtpReadiness(SmtpWatch watch) {
    this.watch = watch;
  }

  @Override
  public HealthCheckResponse call() {
    return new SmtpHealth(watch).call();
  }
}
