package org.workherald.outbox;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.workherald.outbox.Outbox.Depth;

/**
 * How much is queued, nearly: as it was counted last, and what was added here since. Counting a
 * million entries takes a second, so it is done as seldom as it is dear: it takes a twentieth of
 * the time at most.
 */
@Singleton
public class Backlog {

  private static final int REST = 19;

  private final Outbox outbox;
  private final Clock clock;
  private final ReentrantLock counting = new ReentrantLock();
  private final AtomicLong reserved = new AtomicLong();
  private final AtomicLong added = new AtomicLong();
  private volatile Counted last;

  public Backlog(Outbox outbox, Clock clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  private record Counted(Depth depth, Instant at, Duration rest) {

    /** A clock that was set back says nothing about how long it is ago. */
    boolean isOld(Instant now) {
      return now.isBefore(at) || !now.isBefore(at.plus(rest));
    }
  }

  /**
   * Counts anew, unless that would be too often.
   *
   * @return as it was counted last
   */
  public Depth refresh() {
    Counted known = last;
    if (known == null) {
      counting.lock();
    } else if (!known.isOld(clock.instant()) || !counting.tryLock()) {
      return known.depth;
    }
    try {
      if (last == known) {
        count();
      }
      return last.depth;
    } finally {
      counting.unlock();
    }
  }

  private void count() {
    // What is added while it is counted may count twice until the next time: rather too much.
    long before = added.get();
    long start = System.nanoTime();
    Depth depth = outbox.depth();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    last = new Counted(depth, clock.instant(), took.multipliedBy(REST));
    added.addAndGet(-before);
  }

  /** As it was counted last. */
  public Depth depth() {
    Counted known = last;
    return known == null ? new Depth(0, null) : known.depth;
  }

  /** How many are queued, with those that are just being added. Does not count. */
  public long queued() {
    return depth().queued() + added.get() + reserved.get();
  }

  /**
   * Makes room for entries about to be added; {@link #release} must follow.
   *
   * @return whether there are not more than {@code limit} with them
   */
  public boolean reserve(int entries, long limit) {
    reserved.addAndGet(entries);
    // Only a count tells what went out since.
    if (last == null || queued() > limit) {
      try {
        refresh();
      } catch (RuntimeException e) {
        reserved.addAndGet(-entries);
        throw e;
      }
    }
    boolean room = queued() <= limit;
    if (!room) {
      reserved.addAndGet(-entries);
    }
    return room;
  }

  /**
   * @param stored whether the entries were added
   */
  public void release(int entries, boolean stored) {
    if (stored) {
      added.addAndGet(entries);
    }
    reserved.addAndGet(-entries);
  }
}
