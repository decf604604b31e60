package org.workherald.delivery;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.workherald.notification.NotificationsAccepted;
import org.workherald.smtp.SmtpAccount;
import org.workherald.smtp.SmtpSettings;
import org.workherald.store.DatabaseUnavailable;
import org.workherald.store.NamedThreads;

/**
 * Keeps as many workers stepping as the settings allow connections, from start-up until shutdown.
 */
@ApplicationScoped
class DeliveryLoop {

  private static final Logger LOG = Logger.getLogger(DeliveryLoop.class);

  private final Deliverer deliverer;
  private final SmtpAccount account;
  private final Wakeup wakeup;
  private final DeliveryConfig config;
  private final List<Thread> workers = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService supervisor =
      Executors.newSingleThreadScheduledExecutor(new NamedThreads("delivery-supervisor"));
  private volatile boolean running;
  private volatile int wanted = 1;

  DeliveryLoop(Deliverer deliverer, SmtpAccount account, Wakeup wakeup, DeliveryConfig config) {
    this.deliverer = deliverer;
    this.account = account;
    this.wakeup = wakeup;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    running = config.enabled();
    if (running) {
      supervisor.scheduleWithFixedDelay(this::supervise, 0, 1, TimeUnit.SECONDS);
    }
  }

  void accepted(@Observes NotificationsAccepted event) {
    wakeup.signal();
  }

  /** Lets the workers finish what is under way; what they have not begun goes back to the queue. */
  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    running = false;
    supervisor.shutdown();
    supervisor.awaitTermination(1, TimeUnit.SECONDS);
    wakeup.all();
    long deadline = System.nanoTime() + config.drain().toNanos();
    for (Thread worker : workers) {
      worker.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
    }
    long left = workers.stream().filter(Thread::isAlive).count();
    if (left > 0) {
      LOG.warnf("%d workers did not finish in time: their mails go out after their leases", left);
    }
  }

  /** Whether delivery is as it should be: disabled, or every worker alive. */
  boolean alive() {
    return !running || workers.stream().filter(Thread::isAlive).count() >= wanted;
  }

  private void supervise() {
    try {
      wanted = connections();
    } catch (RuntimeException | Error e) {
      LOG.error("the number of connections cannot be read; it stays as it is", e);
    }
    try {
      startMissing();
    } catch (RuntimeException | Error e) {
      // The executor would drop the task, and no worker that ended would ever be replaced.
      LOG.error("a worker could not be started; it is tried again", e);
    }
  }

  private int connections() {
    return account.settings().map(SmtpSettings::connections).orElse(1);
  }

  private void startMissing() {
    workers.removeIf(worker -> !worker.isAlive());
    for (int i = 0; i < wanted && running; i++) {
      String name = "delivery-" + i;
      int index = i;
      if (workers.stream().noneMatch(worker -> worker.getName().equals(name))) {
        Thread worker = new NamedThreads(name).newThread(() -> work(index));
        workers.add(worker);
        worker.start();
      }
    }
  }

  private void work(int index) {
    try {
      while (running && index < wanted) {
        if (!step()) {
          wakeup.await(config.poll());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing that goes wrong in one step may end the loop. */
  private boolean step() throws InterruptedException {
    try {
      return deliverer.step(() -> running);
    } catch (DatabaseUnavailable e) {
      // Told once already, by whoever asked it first.
      LOG.debugf("delivery waits for the database: %s", e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.error("a delivery step failed; the next one follows", e);
    }
    return false;
  }
}
