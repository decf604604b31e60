package org.workherald.smtp;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.workherald.access.Roles;
import org.workherald.trust.Trust;

/**
 * Health check {@code smtp-tls}: whether mail could be sent over verified TLS when the server was
 * last asked. Part of wellness, and so of {@code /q/health}: a mail server's outage must not take
 * down the service that holds its mails.
 */
@Wellness
@ApplicationScoped
class SmtpHealth implements HealthCheck {

  private final SmtpWatch watch;
  private final Trust trust;
  private final SecurityIdentity caller;

  SmtpHealth(SmtpWatch watch, Trust trust, SecurityIdentity caller) {
    this.watch = watch;
    this.trust = trust;
    this.caller = caller;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("smtp-tls").down();
    watch.last().ifPresent(answer -> describe(response, answer));
    // Without the reason, which names files: health is open to everybody, the log is not.
    trust
        .mountedProblem()
        .ifPresent(
            problem ->
                response.withData("mountedTruststore", "its last good state is used; see the log"));
    return response.build();
  }

  /** Anybody may see that something is wrong, and what; how we are connected is for operators. */
  private void describe(HealthCheckResponseBuilder response, SmtpWatch.Answer answer) {
    ServerHealth health = answer.health();
    response.status(health.failure() == null);
    put(response, "cause", health.failure() == null ? null : health.failure().cause().word());
    if (caller.hasRole(Roles.OPERATOR)) {
      put(response, "detail", health.failure() == null ? null : health.failure().detail());
      put(response, "server", health.server());
      put(response, "protocol", health.protocol());
      put(response, "cipher", health.cipher());
      put(response, "certificateExpires", health.certificateExpires());
      put(response, "checkedAt", answer.at());
    }
  }

  private static void put(HealthCheckResponseBuilder response, String key, Object value) {
    if (value != null) {
      response.withData(key, value.toString());
    }
  }
}
