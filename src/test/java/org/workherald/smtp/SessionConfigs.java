package org.workherald.smtp;

import io.smallrye.config.SmallRyeConfigBuilder;

/** The connection settings with their real defaults, for tests without a container. */
public final class SessionConfigs {

  private SessionConfigs() {}

  /**
   * @param overrides names below {@code workherald.smtp.session} and values in turn, such as {@code
   *     "timeouts.command", "200ms"}
   */
  public static SessionConfig with(String... overrides) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().withMapping(SessionConfig.class).addDiscoveredConverters();
    for (int i = 0; i < overrides.length; i += 2) {
      builder.withDefaultValue("workherald.smtp.session." + overrides[i], overrides[i + 1]);
    }
    return builder.build().getConfigMapping(SessionConfig.class);
  }
}
