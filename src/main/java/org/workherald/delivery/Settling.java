package org.workherald.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.workherald.outbox.Lease;
import org.workherald.outbox.Outbox;
import org.workherald.outbox.Settlement;
import org.workherald.store.CommitUnknown;
import org.workherald.store.DatabaseUnavailable;
import org.workherald.trace.Aside;
import org.workherald.trace.LogIds;

/**
 * Records the outcomes of one lease while its next mails already go out: whatever has come in by
 * the time a commit is done makes up the next one. So the time between the mail server's {@code
 * 250} and our record of it is a commit, not a batch. However long commits take, only so many mails
 * go out unrecorded: a crash repeats no more than those.
 */
final class Settling {

  private static final Logger LOG = Logger.getLogger(Settling.class);
  private static final long RETRY_MILLIS = 500;

  /** How many mails of this lease a crash may repeat, the one on the wire included. */
  static final int MOST_UNRECORDED = 8;

  private final Outbox outbox;
  private final Lease lease;
  private final ScheduledExecutorService executor;
  private final List<Settlement> pending = new ArrayList<>();
  private int unrecorded;
  private boolean recording;
  private volatile boolean stuck;

  /** Whether some of what is pending may have been recorded. Used by one thread at a time. */
  private volatile boolean doubtful;

  Settling(Outbox outbox, Lease lease, ScheduledExecutorService executor) {
    this.outbox = outbox;
    this.lease = lease;
    this.executor = executor;
  }

  /** Returns when one more mail may go out, unless the database is away: then none should. */
  synchronized void add(Settlement settlement) {
    pending.add(settlement);
    unrecorded += sent(settlement);
    if (!recording) {
      recording = true;
      executor.execute(this::recordPending);
    }
    try {
      while (unrecorded >= MOST_UNRECORDED && !stuck) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when everything added is recorded. */
  synchronized void await() throws InterruptedException {
    while (recording) {
      wait();
    }
  }

  /**
   * Whether outcomes cannot be recorded just now. Then no more mails should go out: what is sent
   * and not recorded may be sent again.
   */
  boolean stuck() {
    return stuck;
  }

  private void recordPending() {
    for (List<Settlement> batch = take(); !batch.isEmpty(); batch = take()) {
      try {
        record(batch);
        stuck = false;
        recorded(batch);
        doubtful = false;
      } catch (DatabaseUnavailable | Error e) {
        // A mail that was sent must not go unrecorded: the lease's token still decides when the
        // database is back, or when there is memory again, and somebody waits for the end of this.
        // What was recorded already changes nothing when it is recorded again.
        doubtful |= e instanceof CommitUnknown;
        if (!stuck) {
          Aside.run(
              () ->
                  LOG.warnf(
                      "lease %s: %s; trying to record until it works",
                      lease.token(), e.getMessage()));
        }
        stuck = true;
        putBack(batch);
        executor.schedule(this::recordPending, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        return;
      }
    }
  }

  private void record(List<Settlement> batch) {
    try {
      int recorded = outbox.settle(lease.token(), batch);
      if (recorded < batch.size() && !doubtful) {
        Aside.run(
            () ->
                LOG.warnf(
                    "lease %s: %d of %d outcomes not recorded, the entries are somebody else's by"
                        + " now",
                    lease.token(), batch.size() - recorded, batch.size()));
      }
    } catch (DatabaseUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      if (batch.size() > 1) {
        // One that cannot be recorded must not take the others with it.
        batch.forEach(settlement -> record(List.of(settlement)));
      } else {
        salvage(batch.get(0), e);
      }
    }
  }

  private LogIds ids(Settlement settlement) {
    return lease.entries().stream()
        .filter(entry -> entry.id().equals(settlement.entry()))
        .findFirst()
        .map(entry -> new LogIds(entry.message(), entry.id(), null))
        .orElseGet(() -> new LogIds(null, settlement.entry(), null));
  }

  /** Better with less beside it than not at all: a mail that was sent would be sent again. */
  private void salvage(Settlement settlement, RuntimeException why) {
    Aside.run(
        () ->
            ids(settlement)
                .during(
                    () ->
                        LOG.error(
                            "The outcome cannot be recorded with all that is beside it", why)));
    settlement.less().ifPresent(less -> record(List.of(less)));
  }

  private synchronized List<Settlement> take() {
    List<Settlement> batch = List.copyOf(pending);
    pending.clear();
    if (batch.isEmpty()) {
      recording = false;
      notifyAll();
    }
    return batch;
  }

  private synchronized void recorded(List<Settlement> batch) {
    batch.forEach(settlement -> unrecorded -= sent(settlement));
    notifyAll();
  }

  private static int sent(Settlement settlement) {
    return settlement instanceof Settlement.Sent ? 1 : 0;
  }

  private synchronized void putBack(List<Settlement> batch) {
    pending.addAll(0, batch);
    notifyAll();
  }
}
