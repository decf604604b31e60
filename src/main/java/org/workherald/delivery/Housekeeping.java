package org.workherald.delivery;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;
import org.workherald.access.AuditTrail;
import org.workherald.notification.IdempotencyKeys;
import org.workherald.notification.NotificationStore;
import org.workherald.outbox.Outbox;
import org.workherald.store.Database;
import org.workherald.store.DatabaseUnavailable;
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
  private static final int MOST_STEPS = 100;

  private final Outbox outbox;
  private final NotificationStore notifications;
  private final IdempotencyKeys keys;
  private final AuditTrail trail;
  private final Database database;
  private final PullBack pullBack;
  private final DeliveryConfig config;
  private final DeliveryMetrics metrics;
  private final ClockWatch time;
  private final Clock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(new NamedThreads("housekeeping"));

  Housekeeping(
      Outbox outbox,
      NotificationStore notifications,
      IdempotencyKeys keys,
      AuditTrail trail,
      Database database,
      PullBack pullBack,
      DeliveryConfig config,
      DeliveryMetrics metrics,
      ClockWatch time,
      Clock clock) {
    this.outbox = outbox;
    this.notifications = notifications;
    this.keys = keys;
    this.trail = trail;
    this.database = database;
    this.pullBack = pullBack;
    this.config = config;
    this.metrics = metrics;
    this.time = time;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    thread.scheduleWithFixedDelay(this::run, 1, 5, TimeUnit.SECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    thread.shutdown();
  }

  /**
   * Does what is due. Each chunk is a commit of its own, so that nobody waits long for the
   * database.
   *
   * @return whether there is more that slows others down
   */
  boolean step() {
    boolean more = false;
    if (time.right()) {
      more = tidy();
      pullBack.step();
    }
    metrics.refresh();
    return more;
  }

  private boolean tidy() {
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
    chunks(() -> database.purgeMarks(CHUNK));
    return expired == CHUNK * MOST_CHUNKS;
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

  /** Each claim has to pass by all that is overdue: with much of it, there is no rest. */
  void run() {
    try {
      int steps = 1;
      while (step() && steps < MOST_STEPS && !thread.isShutdown()) {
        steps++;
      }
    } catch (DatabaseUnavailable e) {
      LOG.debugf("housekeeping waits for the database: %s", e.getMessage());
    } catch (RuntimeException | Error e) {
      // The executor would drop the task for ever, also when memory was short for a moment.
      LOG.error("housekeeping failed; it is tried again", e);
    }
  }
}
