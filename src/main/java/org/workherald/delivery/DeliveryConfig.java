package org.workherald.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import org.workherald.smtp.Transcripts;

/** How deliveries are made: {@code workherald.delivery.*}. */
@ConfigMapping(prefix = "workherald.delivery")
interface DeliveryConfig {

  /** Whether this instance delivers at all; one that does not only accepts. */
  @WithDefault("true")
  boolean enabled();

  /** How many entries a worker claims at a time: one connection sends them in a row. */
  @WithDefault("50")
  @Min(1)
  @Max(1000)
  int batch();

  /**
   * How long a claimed entry belongs to its worker. It is renewed while mails go out, so this is
   * how long a crash delays them.
   */
  @WithDefault("2M")
  Duration lease();

  /** How long an idle worker waits before it looks again, when nobody wakes it. */
  @WithDefault("1S")
  Duration poll();

  /** The waits after the first failures that may pass; the last one repeats. */
  @WithDefault("30S,1M,2M,5M,10M,30M,1H")
  @NotEmpty
  List<Duration> backOff();

  /**
   * By how much a wait is varied at random, as a fraction of it, so that mails which failed
   * together do not come back together.
   */
  @WithDefault("0.2")
  @DecimalMin("0")
  @DecimalMax("1")
  double jitter();

  /** How long after its first failure a delivery is tried before it fails for good. */
  @WithDefault("24H")
  Duration giveUpAfter();

  /**
   * The first wait before a server that is away is tried again; it doubles up to {@link
   * #serverBackOffMax()}.
   */
  @WithDefault("5S")
  Duration serverBackOff();

  /** The longest wait before a server that is away is tried again. */
  @WithDefault("1M")
  Duration serverBackOffMax();

  /**
   * The first wait before a misconfigured server is probed; it doubles up to {@link
   * #probeIntervalMax()}.
   */
  @WithDefault("30S")
  Duration probeInterval();

  /**
   * The longest wait before a misconfigured server is probed: long enough not to lock an account
   * out.
   */
  @WithDefault("15M")
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
}
