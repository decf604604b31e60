package org.workherald.smtp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.workherald.store.NamedThreads;

/**
 * Keeps sessions for the next message, and never has more of them than the settings allow, those
 * that say goodbye included; with several replicas, never more than they allow all of them
 * together. A session opened under other settings, or other trust, is never used again.
 */
final class SessionPool implements AutoCloseable {

  private static final Duration FOR_EVER = Duration.ofDays(100_000);

  /** How often we ask again for a slot that other replicas have: they cannot wake us. */
  static final Duration ASK_AGAIN = Duration.ofMillis(500);

  private final SmtpDialer dialer;
  private final Slot.Source slots;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition change = lock.newCondition();
  private final Deque<Loan> idle = new ArrayDeque<>();
  private final Set<Loan> lent = new HashSet<>();
  private final ScheduledExecutorService farewells;
  private int open;
  private boolean closed;

  /** Grows with each change of the settings, and of whom we trust. */
  record Revision(long settings, long trust) {}

  /**
   * What a session is opened under.
   *
   * @param revision read before the settings were, so that it is never too new
   */
  record Terms(SmtpSettings settings, Revision revision) {}

  SessionPool(SmtpDialer dialer, Slot.Source slots) {
    this.dialer = dialer;
    this.slots = slots;
    this.farewells = Executors.newSingleThreadScheduledExecutor(new NamedThreads("smtp-farewells"));
    farewells.scheduleWithFixedDelay(this::evict, 5, 5, TimeUnit.SECONDS);
  }

  /** The right to a connection, with a kept session if there is one; waits for it. */
  Loan borrow(Terms terms) throws SmtpException {
    return await(terms, true, FOR_EVER).orElseThrow();
  }

  /** The same for who does not wait: empty when there is no room now. */
  Optional<Loan> tryBorrow(Terms terms) throws SmtpException {
    return await(terms, true, Duration.ZERO);
  }

  /**
   * The right to a connection that is not for mail.
   *
   * @param patience how long to wait for it, or {@code null} for as long as it takes
   */
  Loan admit(Terms terms, Duration patience) throws SmtpException {
    Loan right =
        await(terms, false, patience == null ? FOR_EVER : patience)
            .orElseThrow(
                () ->
                    new SmtpException(
                        Step.CONNECT, Faults.allBusy(terms.settings().connections())));
    right.quit();
    return right;
  }

  /**
   * A session of this loan under these terms: the one it has, or a new one in its place.
   *
   * @param log of a new one
   * @return whether it was used before
   */
  boolean connect(Loan loan, Terms terms, DialogueLog log) throws SmtpException {
    if (loan.serves(terms)) {
      return true;
    }
    loan.quit();
    SmtpSession session = dialer.open(terms.settings(), log);
    lock.lock();
    try {
      loan.opened(session, terms);
      if (closed) {
        loan.hangUp();
        throw new SmtpException(Step.CONNECT, Faults.interrupted());
      }
    } finally {
      lock.unlock();
    }
    return false;
  }

  private Optional<Loan> await(Terms terms, boolean keptWanted, Duration patience)
      throws SmtpException {
    long deadline = System.nanoTime() + patience.toNanos();
    lock.lock();
    try {
      while (!closed) {
        retire(terms);
        Optional<Loan> now = atOnce(terms, keptWanted);
        long left = deadline - System.nanoTime();
        if (now.isPresent() || left <= 0) {
          return now;
        }
        change.awaitNanos(Math.min(left, ASK_AGAIN.toNanos()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    throw new SmtpException(Step.CONNECT, Faults.interrupted());
  }

  private Optional<Loan> atOnce(Terms terms, boolean keptWanted) {
    Loan loan = keptWanted ? idle.pollLast() : null;
    if (loan == null && open < terms.settings().connections()) {
      loan = taken(terms.settings().connections());
    }
    if (loan == null) {
      loan = idle.pollFirst();
    }
    if (loan != null) {
      lent.add(loan);
    }
    return Optional.ofNullable(loan);
  }

  /** Asks for a slot; without the lock, since others may be asked about it. */
  private Loan taken(int connections) {
    open++;
    Optional<Slot> slot = Optional.empty();
    lock.unlock();
    try {
      slot = slots.take(connections);
    } finally {
      lock.lock();
      if (slot.isEmpty()) {
        open--;
      }
    }
    return slot.map(Loan::new).orElse(null);
  }

  /** Sends away what is too old to be used, or was opened under other terms. */
  private void retire(Terms terms) {
    for (Iterator<Loan> i = idle.iterator(); i.hasNext(); ) {
      Loan candidate = i.next();
      if (!candidate.serves(terms)) {
        i.remove();
        farewells.execute(() -> end(candidate));
      }
    }
  }

  /** Takes back a loan; its session is kept when it is sound. */
  void giveBack(Loan loan) {
    lock.lock();
    try {
      lent.remove(loan);
      if (!closed && loan.serves(null)) {
        idle.addLast(loan);
        change.signalAll();
        return;
      }
    } finally {
      lock.unlock();
    }
    end(loan);
  }

  private void end(Loan loan) {
    try {
      loan.quit();
    } finally {
      ended(loan);
    }
  }

  private void ended(Loan loan) {
    try {
      loan.slot().free();
    } finally {
      lock.lock();
      open--;
      change.signalAll();
      lock.unlock();
    }
  }

  /** Says goodbye to sessions that nobody used for a while. */
  void evict() {
    lock.lock();
    try {
      retire(null);
    } finally {
      lock.unlock();
    }
  }

  /** How many connections there are now. */
  int open() {
    lock.lock();
    try {
      return open;
    } finally {
      lock.unlock();
    }
  }

  /** Says goodbye to the idle, and hangs up on the rest. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      idle.forEach(kept -> farewells.execute(() -> end(kept)));
      idle.clear();
      lent.forEach(Loan::hangUp);
      change.signalAll();
    } finally {
      lock.unlock();
    }
    farewells.shutdown();
    try {
      farewells.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
