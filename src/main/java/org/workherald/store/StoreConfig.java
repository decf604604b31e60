package org.workherald.store;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The embedded database: {@code workherald.store.*}. */
@ConfigMapping(prefix = "workherald.store")
interface StoreConfig {

  /**
   * So much of the disk is left free for what became of the mails already taken: below it, nothing
   * more is taken. 0: no such limit.
   */
  @WithDefault("256M")
  MemorySize minFree();
}
