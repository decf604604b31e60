package org.workherald.template;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.workherald.config.PositiveDuration;

/** The deployment's own templates. */
@ConfigMapping(prefix = "workherald.templates")
interface TemplateConfig {

  /**
   * A folder of files {@code <event>.<locale>.subject.txt}, {@code <event>.<locale>.txt} and {@code
   * <event>.<locale>.html}.
   */
  Optional<Path> path();

  /** How often the folder is looked at for changes. */
  @WithDefault("15s")
  @WithConverter(PositiveDuration.class)
  Duration pollInterval();
}
