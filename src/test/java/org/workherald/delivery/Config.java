package org.workherald.delivery;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The delivery configuration as production reads it, with its defaults. */
final class Config {

  private Config() {}

  static DeliveryConfig defaults() {
    return with(Map.of());
  }

  static DeliveryConfig with(Map<String, String> overrides) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(DeliveryConfig.class)
        .withSources(new PropertiesConfigSource(overrides, "test", 1000))
        .build()
        .getConfigMapping(DeliveryConfig.class);
  }
}
