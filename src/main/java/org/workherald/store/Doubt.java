package org.workherald.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Finds out what came of a commit of unknown outcome, by running work again that can be run again:
 * once it is through, both are known, whichever of them it was that took effect.
 *
 * @param patience how long a caller waits for that
 */
record Doubt(Duration patience) {

  private static final Logger LOG = Logger.getLogger(Doubt.class);
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

  /**
   * @throws CommitUnknown when the database did not come back in time
   */
  <T> T resolved(CommitUnknown unknown, Supplier<T> again) {
    long began = System.nanoTime();
    long pause = FIRST_PAUSE;
    while (System.nanoTime() - began + pause < patience.toNanos()) {
      try {
        TimeUnit.NANOSECONDS.sleep(pause);
        T result = again.get();
        LOG.infof("What came of a commit is known after all: it is stored, once");
        return result;
      } catch (DatabaseUnavailable e) {
        LOG.debugf("What came of a commit is still not known: %s", e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
    LOG.warnf("What came of a commit is not known: %s", unknown.getMessage());
    throw unknown;
  }
}
