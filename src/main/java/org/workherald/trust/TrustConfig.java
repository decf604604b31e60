package org.workherald.trust;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.workherald.config.PositiveDuration;

/** Whom the deployment trusts. */
@ConfigMapping(prefix = "workherald.trust")
interface TrustConfig {

  /** Whether the JDK's own roots are trusted. */
  @WithDefault("true")
  boolean systemRoots();

  /** A PKCS#12 or JKS truststore, a PKCS#7, a PEM bundle, or a folder of them. */
  Optional<Path> store();

  /** The password of the PKCS#12 or JKS files. */
  Optional<String> storePassword();

  /** A file with that password, read anew with the store. */
  Optional<Path> storePasswordFile();

  /** How often the store is looked at for changes. */
  @WithDefault("15s")
  @WithConverter(PositiveDuration.class)
  Duration storePollInterval();
}
