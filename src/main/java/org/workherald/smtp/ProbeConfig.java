package org.workherald.smtp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import org.workherald.config.AtLeastOne;

/** What callers may have looked at beyond the mail server in use: {@code workherald.probe.*}. */
@ConfigMapping(prefix = "workherald.probe")
interface ProbeConfig {

  /** How many servers a caller may have looked at in a minute, at each replica. */
  @WithDefault("60")
  @WithConverter(AtLeastOne.class)
  int perMinute();

  /** How many are looked at at a time, whoever asks, at each replica. */
  @WithDefault("4")
  @WithConverter(AtLeastOne.class)
  int atOnce();

  /** How many of these one caller may have looked at at a time. */
  @WithDefault("3")
  @WithConverter(AtLeastOne.class)
  int atOncePerCaller();

  /**
   * The servers that may be looked at, such as {@code smtp.example.com}, {@code
   * smtp.example.com:587}, {@code *.example.com:587} or {@code *:465}. Unset: any. The mail server
   * in use always may be.
   */
  Optional<List<ServerPattern>> allow();
}
