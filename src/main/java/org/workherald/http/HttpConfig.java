package org.workherald.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.workherald.config.PositiveDuration;

/** How long callers may take: {@code workherald.http.*}. */
@ConfigMapping(prefix = "workherald.http")
interface HttpConfig {

  /** From one answer to the end of the next request's head; so also how long a connection idles. */
  @WithDefault("60s")
  @WithConverter(PositiveDuration.class)
  Duration headTimeout();

  /** For a body, from the end of the head on; and for fetching an answer. */
  @WithDefault("60s")
  @WithConverter(PositiveDuration.class)
  Duration transferTimeout();
}
