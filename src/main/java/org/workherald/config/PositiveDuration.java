package org.workherald.config;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** A span of time longer than none, written as Quarkus has it: {@code 30s}, {@code PT2M}. */
public class PositiveDuration implements Converter<Duration> {

  /**
   * @throws IllegalArgumentException when it is none, or not longer than none
   */
  @Override
  public Duration convert(String value) {
    Duration duration = DurationConverter.parseDuration(value);
    if (duration != null && (duration.isZero() || duration.isNegative())) {
      throw new IllegalArgumentException("must be longer than 0");
    }
    return duration;
  }
}
