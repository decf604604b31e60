package org.workherald.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.workherald.outbox.Outbox;
import org.workherald.store.Database;

/**
 * Watches the clock by which leases run out and entries are due. It notices when the clock is set,
 * by what goes on evenly, and, where there may be other replicas, when it is off from the
 * database's: a replica with a wrong clock would take others' leases and end what is not over.
 */
@ApplicationScoped
class ClockWatch {

  private static final Logger LOG = Logger.getLogger(ClockWatch.class);

  /** Less than this is nobody's harm, and what clocks are slewed by. */
  private static final long STEP = TimeUnit.SECONDS.toMillis(5);

  private static final long ONE_MOMENT = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long ASK_EACH = TimeUnit.SECONDS.toNanos(10);

  private final Supplier<Optional<Instant>> reference;
  private final Consumer<Duration> ahead;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Duration lease;
  private final long tolerance;

  /** Clock minus what goes on evenly, in milliseconds. */
  private long offset;

  /** By how much the clock was set since the database was asked last, in milliseconds. */
  private long step;

  private Found found;
  private long quietUntil;
  private int setBacks;
  private volatile long skew;
  private volatile boolean wrong;

  /**
   * @param offset the database's clock minus what goes on evenly, in milliseconds
   * @param error how much the way there and back leaves open
   * @param at in nanoseconds, of what goes on evenly
   */
  private record Found(long offset, long error, long at) {}

  @Inject
  ClockWatch(
      Database database, Outbox outbox, Clock clock, DeliveryConfig config, MeterRegistry metrics) {
    this(database::time, outbox::clockIsAhead, clock, System::nanoTime, config.lease(), metrics);
  }

  /**
   * @param reference the clock to agree with, if there is one
   * @param ahead is told by how much this one is ahead of it
   * @param nanos goes on evenly, whatever happens to the clock
   */
  ClockWatch(
      Supplier<Optional<Instant>> reference,
      Consumer<Duration> ahead,
      Clock clock,
      LongSupplier nanos,
      Duration lease,
      MeterRegistry metrics) {
    this.reference = reference;
    this.ahead = ahead;
    this.clock = clock;
    this.nanos = nanos;
    this.lease = lease;
    this.tolerance = lease.toMillis() / 4;
    this.offset = offset();
    this.quietUntil = nanos.getAsLong();
    Gauge.builder("workherald.clock.skew", () -> skew / 1000.0)
        .description("How far the clock is ahead of the database's, where replicas may share one")
        .baseUnit("seconds")
        .register(metrics);
  }

  /**
   * Whether anything may be done now that goes by the clock: claim, expire, remove. To be asked
   * right before; asks the database now and then.
   */
  synchronized boolean right() {
    long now = nanos.getAsLong();
    noticeStep();
    if (found == null || step != 0 || now - found.at >= ASK_EACH) {
      ask();
    }
    // When asking failed, the step is still there to be judged.
    long judged = step;
    step = 0;
    boolean before = wrong;
    tell();
    if (judged > 0 && found != null && !before && !wrong) {
      // All clocks were set together: the leases of the others look older than they are.
      quietUntil = now + lease.toNanos();
      LOG.infof("Nothing is claimed for %s: others renew their leases meanwhile", lease);
    }
    return !wrong && now - quietUntil >= 0;
  }

  /** How often the clock was set back. */
  synchronized int setBacks() {
    return setBacks;
  }

  /** What is wrong with the clock, in plain words. */
  Optional<String> problem() {
    return wrong
        ? Optional.of(
            "The clock is %d s %s the database's: this replica delivers nothing until it is right"
                .formatted(Math.abs(skew) / 1000, skew > 0 ? "ahead of" : "behind"))
        : Optional.empty();
  }

  private void noticeStep() {
    long before = offset;
    offset = offset();
    long by = offset - before;
    if (Math.abs(by) >= STEP) {
      LOG.warnf("The clock was set %s by %d s", by > 0 ? "forth" : "back", Math.abs(by) / 1000);
      setBacks += by < 0 ? 1 : 0;
      step += by;
    }
  }

  /** Both must be read at one moment, and the thread may have to wait in between. */
  private long offset() {
    for (int tries = 1; ; tries++) {
      long before = nanos.getAsLong();
      long now = clock.millis();
      long after = nanos.getAsLong();
      if (after - before < ONE_MOMENT || tries == 5) {
        return now - millis(before + (after - before) / 2);
      }
    }
  }

  private void ask() {
    long before = nanos.getAsLong();
    Optional<Instant> there = reference.get();
    long after = nanos.getAsLong();
    found =
        there
            .map(
                time ->
                    new Found(
                        time.toEpochMilli() - millis(before + (after - before) / 2),
                        millis(after - before) / 2,
                        after))
            .orElse(null);
  }

  private void tell() {
    if (found == null) {
      return;
    }
    skew = offset - found.offset;
    ahead.accept(Duration.ofMillis(Math.max(0, skew)));
    boolean before = wrong;
    wrong = Math.abs(skew) > tolerance + found.error;
    if (wrong && !before) {
      LOG.errorf("%s", problem().orElseThrow());
    } else if (before && !wrong) {
      LOG.info("The clock agrees with the database's again: mails are delivered");
    }
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
