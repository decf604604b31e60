package org.workherald.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The audit trail: {@code workherald.audit.*}. */
@ConfigMapping(prefix = "workherald.audit")
interface AuditConfig {

  /** How long the audit trail can be read back. */
  @WithDefault("730D")
  Duration retention();
}
