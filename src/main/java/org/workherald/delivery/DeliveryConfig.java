package org.workherald.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.spi.Converter;
import org.workherald.config.AtLeastOne;
import org.workherald.config.PositiveDuration;
import org.workherald.smtp.Transcripts;

/** How deliveries are made: {@code workherald.delivery.*}. */
@ConfigMapping(prefix = "workherald.delivery")
interface DeliveryConfig {

  /** Whether this instance delivers at all; one that does not only accepts. */
  @WithDefault("true")
  boolean enabled();

  /** How many entries a worker claims at a time: one connection sends them in a row. */
  @WithDefault("50")
  @WithConverter(Batch.class)
  int batch();

  /**
   * How long a claimed entry belongs to its worker. It is renewed while mails go out, so this is
   * how long a crash delays them.
   */
  @WithDefault("2M")
  @WithConverter(PositiveDuration.class)
  Duration lease();

  /** How long an idle worker waits before it looks again, when nobody wakes it. */
  @WithDefault("1S")
  @WithConverter(PositiveDuration.class)
  Duration poll();

  /** The waits after the first failures that may pass; the last one repeats. */
  @WithDefault("30S,1M,2M,5M,10M,30M,1H")
  List<@WithConverter(PositiveDuration.class) Duration> backOff();

  /**
   * By how much a wait is varied at random, as a fraction of it, so that mails which failed
   * together do not come back together.
   */
  @WithDefault("0.2")
  @WithConverter(Fraction.class)
  double jitter();

  /** How long after its first failure a delivery is tried before it fails for good. */
  @WithDefault("24H")
  Duration giveUpAfter();

  /**
   * The first wait before a server that is away is tried again; it doubles up to {@link
   * #serverBackOffMax()}.
   */
  @WithDefault("5S")
  @WithConverter(PositiveDuration.class)
  Duration serverBackOff();

  /** The longest wait before a server that is away is tried again. */
  @WithDefault("1M")
  @WithConverter(PositiveDuration.class)
  Duration serverBackOffMax();

  /**
   * The first wait before a misconfigured server is probed; it doubles up to {@link
   * #probeIntervalMax()}.
   */
  @WithDefault("30S")
  @WithConverter(PositiveDuration.class)
  Duration probeInterval();

  /**
   * The longest wait before a misconfigured server is probed: long enough not to lock an account
   * out.
   */
  @WithDefault("15M")
  @WithConverter(PositiveDuration.class)
  Duration probeIntervalMax();

  /** How long a shutdown waits for what is under way. */
  @WithDefault("20S")
  Duration drain();

  /** How long finished notifications can be read back. */
  @WithDefault("30D")
  Duration retention();

  /**
   * Of which attempts the dialogue with the mail server is kept, for operators to read; each
   * delivery has that of its last attempt alone.
   */
  @WithDefault("off")
  Transcripts transcripts();

  /** One transaction claims and one lease covers them all: not too many. */
  class Batch extends AtLeastOne {

    private static final int MOST = 1000;

    @Override
    public Integer convert(String value) {
      Integer batch = super.convert(value);
      if (batch != null && batch > MOST) {
        throw new IllegalArgumentException("must be " + MOST + " or less");
      }
      return batch;
    }
  }

  /** From 0 to 1. */
  class Fraction implements Converter<Double> {

    @Override
    public Double convert(String value) {
      try {
        double fraction = Double.parseDouble(value);
        if (fraction >= 0 && fraction <= 1) {
          return fraction;
        }
      } catch (NumberFormatException e) {
        // Refused like any other.
      }
      throw new IllegalArgumentException("must be a number from 0 to 1");
    }
  }
}
