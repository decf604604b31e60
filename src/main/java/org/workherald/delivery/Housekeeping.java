package org.workherald.delivery;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;
import org.workherald.access.AuditTrail;
import org.workherald.notification.IdempotencyKeys;
import org.workherald.notification.NotificationStore;
import org.workherald.outbox.Lane;
import org.workherald.outbox.Outbox;
import org.workherald.outbox.Postponed;
import org.workherald.store.DatabaseUnavailable;
import org.workherald.store.Interval;
import org.workherald.store.NamedThreads;

/**
 * Ends entries whose time is over, and forgets finished notifications and the audit trail after
 * their retention, a small chunk at a time.
 */
@ApplicationScoped
class Housekeeping {

  private static final Logger LOG = Logger.getLogger(Housekeeping.class);
  private static final int CHUNK = 500;
  private static final int MOST_CHUNKS = 20;
  private static final Interval PULL_BACK = new Interval(Duration.ofMinutes(5));

  private final Outbox outbox;
  private final NotificationStore notifications;
  private final IdempotencyKeys keys;
  private final AuditTrail trail;
  private final Lane lane;
  private final Postponed postponed;
  private final DeliveryConfig config;
  private final DeliveryMetrics metrics;
  private final ClockWatch time;
  private final Clock clock;
  private Instant pulledBack = Instant.MIN;

  /** How often the clock had been set back when that was tended to. */
  private int seen;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(new NamedThreads("housekeeping"));

  Housekeeping(
      Outbox outbox,
      NotificationStore notifications,
      IdempotencyKeys keys,
      AuditTrail trail,
      Lane lane,
      Postponed postponed,
      DeliveryConfig config,
      DeliveryMetrics metrics,
      ClockWatch time,
      Clock clock) {
    this.outbox = outbox;
    this.notifications = notifications;
    this.keys = keys;
    this.trail = trail;
    this.lane = lane;
    this.postponed = postponed;
    this.config = config;
    this.metrics = metrics;
    this.time = time;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    thread.scheduleWithFixedDelay(this::guarded, 1, 5, TimeUnit.SECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    thread.shutdown();
  }

  /**
   * Does what is due. Each chunk is a commit of its own, so that nobody waits long for the
   * database.
   */
  void step() {
    if (time.right()) {
      pullBack();
      tidy();
    }
    metrics.refresh();
  }

  /** Looks for what a clock that was ahead has put off, be it this one or another replica's. */
  private void pullBack() {
    Instant now = clock.instant();
    int setBacks = time.setBacks();
    boolean setBack = setBacks != seen;
    if (!setBack && !PULL_BACK.isOver(pulledBack, now)) {
      return;
    }
    int entries = chunks(() -> postponed.entries(CHUNK));
    int leases = chunks(() -> postponed.leases(config.lease(), CHUNK));
    if (entries + leases > 0) {
      LOG.warnf(
          "%d deliveries were put off by a clock that was ahead; %d are due now, the leases of %d"
              + " are shortened",
          entries + leases, entries, leases);
    }
    if (postponed.pause()) {
      LOG.warn("The pause was begun by a clock that was ahead; the mail server is tried now");
    } else if (setBack) {
      // It may end long after it should; a try too many does no harm.
      lane.hasten();
    }
    // Not before all is done: when it failed, it is tried again.
    pulledBack = now;
    seen = setBacks;
  }

  private void tidy() {
    int expired = chunks(() -> outbox.expire(CHUNK));
    int removed =
        chunks(() -> notifications.purge(clock.instant().minus(config.retention()), CHUNK));
    if (expired + removed > 0) {
      LOG.infof(
          "%d deliveries expired, %d notifications removed after their retention",
          expired, removed);
    }
    chunks(() -> keys.purge(CHUNK));
    chunks(() -> trail.purge(CHUNK));
  }

  private static int chunks(IntSupplier work) {
    int total = 0;
    for (int i = 0; i < MOST_CHUNKS; i++) {
      int done = work.getAsInt();
      total += done;
      if (done == 0) {
        break;
      }
    }
    return total;
  }

  private void guarded() {
    try {
      step();
    } catch (DatabaseUnavailable e) {
      LOG.debugf("housekeeping waits for the database: %s", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("housekeeping failed; it is tried again", e);
    }
  }
}
