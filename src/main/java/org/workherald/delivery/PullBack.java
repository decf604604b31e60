package org.workherald.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.workherald.outbox.Lane;
import org.workherald.outbox.Postponed;
import org.workherald.store.Interval;

/** Looks for what a clock that was ahead has put off, be it this one or another replica's. */
@ApplicationScoped
class PullBack {

  private static final Logger LOG = Logger.getLogger(PullBack.class);
  private static final int CHUNK = 500;
  private static final int MOST_CHUNKS = 20;
  private static final Interval EACH = new Interval(Duration.ofMinutes(5));

  private final Postponed postponed;
  private final Lane lane;
  private final RetryPolicy retries;
  private final DeliveryConfig config;
  private final ClockWatch time;
  private final Clock clock;

  /** Under way; {@code null} when there is none. */
  private Postponed.Pass pass;

  private Instant began = Instant.MIN;

  /** How often the clock had been set back then. */
  private int seen;

  PullBack(
      Postponed postponed,
      Lane lane,
      RetryPolicy retries,
      DeliveryConfig config,
      ClockWatch time,
      Clock clock) {
    this.postponed = postponed;
    this.lane = lane;
    this.retries = retries;
    this.config = config;
    this.time = time;
    this.clock = clock;
  }

  /** Does a part of it when it is time to. What it does not get done is left for the next step. */
  void step() {
    if (pass == null) {
      Instant now = clock.instant();
      int setBacks = time.setBacks();
      boolean setBack = setBacks != seen;
      if (!setBack && !EACH.isOver(began, now)) {
        return;
      }
      endPause(setBack);
      pass = postponed.pass(retries.longest());
      began = now;
      seen = setBacks;
    }
    int leases = postponed.leases(config.lease(), CHUNK);
    int entries = 0;
    for (int i = 0; i < MOST_CHUNKS && !pass.isOver(); i++) {
      entries += pass.next(CHUNK);
    }
    if (entries + leases > 0) {
      LOG.warnf(
          "%d deliveries were put off by a clock that was ahead; %d are due now, the leases of %d"
              + " are shortened",
          entries + leases, entries, leases);
    }
    if (pass.isOver() && leases < CHUNK) {
      pass = null;
    }
  }

  private void endPause(boolean setBack) {
    if (postponed.pause()) {
      LOG.warn("The pause was begun by a clock that was ahead; the mail server is tried now");
    } else if (setBack) {
      // It may end long after it should; a try too many does no harm.
      lane.hasten();
    }
  }
}
