package org.workherald.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes idle workers, one for each signal; signals that nobody waits for do not pile up. */
@ApplicationScoped
class Wakeup {

  private final Semaphore signals = new Semaphore(0);

  void signal() {
    if (signals.availablePermits() == 0) {
      signals.release();
    }
  }

  /** Wakes everybody, for good. */
  void all() {
    signals.release(Integer.MAX_VALUE / 2);
  }

  /** Returns after a signal or the time, whichever is first. */
  void await(Duration atMost) throws InterruptedException {
    signals.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }
}
