package org.workherald.smtp;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Health check {@code smtp-tls}: whether mail could be sent over verified TLS when the server was
 * last asked. Part of wellness, and so of {@code /q/health}: a mail server's outage must not take
 * down the service that holds its mails.
 */
@Wellness
@ApplicationScoped
class SmtpHealth implements HealthCheck {

  private final SmtpWatch watch;

  SmtpHealth(SmtpWatch watch) {
    this.watch = watch;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("smtp-tls").down();
    watch.last().ifPresent(answer -> describe(response, answer));
    return response.build();
  }

  private static void describe(HealthCheckResponseBuilder response, SmtpWatch.Answer answer) {
    SmtpProbe.Finding finding = answer.finding();
    response.status(finding.failure() == null);
    put(response, "server", finding.server());
    put(response, "cause", finding.failure() == null ? null : finding.failure().cause().word());
    put(response, "protocol", finding.protocol());
    put(response, "cipher", finding.cipher());
    put(response, "certificateExpires", finding.certificateExpires());
    put(response, "checkedAt", answer.at());
  }

  private static void put(HealthCheckResponseBuilder response, String key, Object value) {
    if (value != null) {
      response.withData(key, value.toString());
    }
  }
}
