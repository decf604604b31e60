package org.workherald.template;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Health check {@code templates}: whether mounted templates are in use as they are. It is never
 * down, for mails go out all the same.
 */
@Wellness
@ApplicationScoped
class TemplateHealth implements HealthCheck {

  private final MountedTemplates mounted;

  TemplateHealth(MountedTemplates mounted) {
    this.mounted = mounted;
  }

  /** What is wrong with the files is told at the start, not with the first mail. */
  void register(@Observes StartupEvent start, MeterRegistry registry) {
    Gauge.builder("workherald.templates.mounted.broken", this, TemplateHealth::broken)
        .description("Mounted templates that are not in use as they are now")
        .register(registry);
    broken();
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("templates").up();
    int broken = broken();
    if (broken > 0) {
      // Without the reasons, which name files: health is open to everybody, the log is not.
      response.withData("mounted", broken + " not in use as they are now; see the log");
    }
    return response.build();
  }

  private int broken() {
    return mounted.problems().size();
  }
}
