package org.workherald.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/** How long callers may take: {@code workherald.http.*}. */
@ConfigMapping(prefix = "workherald.http")
interface HttpConfig {

  /** From one answer to the end of the next request's head; so also how long a connection idles. */
  @WithDefault("60s")
  @NotNull
  Duration headTimeout();

  /** For a body, from the end of the head on; and for fetching an answer. */
  @WithDefault("60s")
  @NotNull
  Duration transferTimeout();
}
