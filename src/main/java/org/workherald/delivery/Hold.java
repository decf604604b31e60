package org.workherald.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.workherald.outbox.Lease;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.outbox.Outbox;
import org.workherald.store.DatabaseUnavailable;
import org.workherald.store.Interval;

/**
 * A worker's hold on its lease while it works it off. It is renewed beside the work, so that even a
 * reply that takes minutes does not cost it; when it is lost all the same (the process was frozen,
 * say), nothing more may be sent under it: the entries may be somebody else's.
 */
final class Hold {

  private static final Logger LOG = Logger.getLogger(Hold.class);
  private static final Interval FRESH = new Interval(Duration.ofSeconds(1));

  private final Outbox outbox;
  private final Lease lease;
  private final Duration duration;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Instant began;
  private final long beganNanos;
  private volatile Instant until;
  private Instant lookedAt;
  private Set<UUID> queued;
  private volatile Set<UUID> held;

  Hold(Outbox outbox, Lease lease, Duration duration, Clock clock) {
    this(outbox, lease, duration, clock, System::nanoTime);
  }

  /**
   * @param nanos goes on evenly, whatever happens to the clock
   */
  Hold(Outbox outbox, Lease lease, Duration duration, Clock clock, LongSupplier nanos) {
    this.outbox = outbox;
    this.lease = lease;
    this.duration = duration;
    this.clock = clock;
    this.nanos = nanos;
    this.began = clock.instant();
    this.beganNanos = nanos.getAsLong();
    this.until = lease.until();
    this.lookedAt = began;
    this.queued = lease.entries().stream().map(LeasedEntry::id).collect(Collectors.toSet());
    this.held = queued;
  }

  /**
   * Whether it still stands. Both must say so: a clock that was set back forgets the time that
   * passed, and what goes on evenly knows nothing of the time for which the machine was suspended.
   */
  boolean stands() {
    return clock.instant().isBefore(until) && time().isBefore(until);
  }

  /** What the clock would show if nobody had set it since the lease was taken. */
  private Instant time() {
    return began.plusNanos(nanos.getAsLong() - beganNanos);
  }

  /** Whether it stands and this entry is under it. Asked last thing before a mail goes out. */
  boolean of(UUID entry) {
    return stands() && held.contains(entry);
  }

  /**
   * Whether an entry is still to be sent: neither cancelled nor expired since it was claimed.
   * Looked up once a second at most.
   */
  boolean wants(LeasedEntry entry) {
    Instant now = clock.instant();
    if (FRESH.isOver(lookedAt, now)) {
      try {
        queued = outbox.queued(lease.token());
        lookedAt = now;
      } catch (DatabaseUnavailable e) {
        // Then nobody can have cancelled anything either.
      }
    }
    boolean expired = entry.expiresAt() != null && !now.isBefore(entry.expiresAt());
    return !expired && queued.contains(entry.id());
  }

  /**
   * Renews the lease, unless it is lost; due well before its time is over. It goes by the time that
   * it was taken in: a clock that is wrong by now gives it neither too early to others nor too
   * late.
   */
  void renew() {
    Instant now = time();
    if (!now.isBefore(until)) {
      return;
    }
    Instant renewed = now.plus(duration);
    try {
      // Late, it may be left with a part: the other entries are settled, or somebody else's.
      held = Set.copyOf(outbox.renew(lease.token(), renewed));
      until = held.isEmpty() ? Instant.MIN : renewed;
    } catch (DatabaseUnavailable e) {
      // It stands as it is: nobody else can take the entries meanwhile either.
    } catch (RuntimeException e) {
      // Whoever steps this would not step it again; the next time may fare better.
      LOG.errorf(e, "lease %s could not be renewed; it is tried again", lease.token());
    }
  }
}
