package org.workherald.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.workherald.outbox.Lease;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.outbox.Outbox;
import org.workherald.store.DatabaseUnavailable;

/**
 * A worker's hold on its lease while it works it off. It is renewed beside the work, so that even a
 * reply that takes minutes does not cost it; when it is lost all the same (the process was frozen,
 * say), nothing more may be sent under it: the entries may be somebody else's.
 */
final class Hold {

  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Outbox outbox;
  private final Lease lease;
  private final Duration duration;
  private final Clock clock;
  private volatile Instant until;
  private Instant lookedAt;
  private Set<UUID> queued;
  private volatile Set<UUID> held;

  Hold(Outbox outbox, Lease lease, Duration duration, Clock clock) {
    this.outbox = outbox;
    this.lease = lease;
    this.duration = duration;
    this.clock = clock;
    this.until = lease.until();
    this.lookedAt = clock.instant();
    this.queued = lease.entries().stream().map(LeasedEntry::id).collect(Collectors.toSet());
    this.held = queued;
  }

  boolean stands() {
    return clock.instant().isBefore(until);
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
    if (!now.isBefore(lookedAt.plus(FRESH))) {
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

  /** Renews the lease, unless it is lost; due well before its time is over. */
  void renew() {
    if (!stands()) {
      return;
    }
    Instant renewed = clock.instant().plus(duration);
    try {
      // Late, it may be left with a part: the other entries are settled, or somebody else's.
      held = Set.copyOf(outbox.renew(lease.token(), duration));
      until = held.isEmpty() ? Instant.MIN : renewed;
    } catch (DatabaseUnavailable e) {
      // It stands as it is: nobody else can take the entries meanwhile either.
    }
  }
}
