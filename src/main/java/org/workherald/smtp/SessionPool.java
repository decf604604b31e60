package org.workherald.smtp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.workherald.store.NamedThreads;

/**
 * Keeps sessions for the next message, and never has more of them than the settings allow, those
 * that say goodbye included. A session opened under other settings, or other trust, is never used
 * again.
 */
final class SessionPool implements AutoCloseable {

  private static final Duration FOR_EVER = Duration.ofDays(100_000);

  private final SmtpDialer dialer;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition change = lock.newCondition();
  private final Deque<Pooled> idle = new ArrayDeque<>();
  private final Set<SmtpSession> lent = new HashSet<>();
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

  /**
   * A session on loan.
   *
   * @param kept whether it was used before
   */
  record Pooled(SmtpSession session, Terms terms, boolean kept) {}

  SessionPool(SmtpDialer dialer) {
    this.dialer = dialer;
    this.farewells = Executors.newSingleThreadScheduledExecutor(new NamedThreads("smtp-farewells"));
    farewells.scheduleWithFixedDelay(this::evict, 5, 5, TimeUnit.SECONDS);
  }

  /** A session under these terms: a kept one, else a new one as soon as there is room for it. */
  Pooled borrow(Terms terms) throws SmtpException {
    Pooled kept = await(terms, true, FOR_EVER);
    if (kept != null) {
      return kept;
    }
    SmtpSession session = null;
    try {
      session = dialer.open(terms.settings());
    } finally {
      if (session == null) {
        ended(null);
      }
    }
    lock.lock();
    try {
      lent.add(session);
      return new Pooled(session, terms, false);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the right to open a connection that is not for mail; {@link #dismiss} gives it back.
   */
  void admit(Terms terms) throws SmtpException {
    await(terms, false, FOR_EVER);
  }

  /** The same for who cannot wait long: then it fails when there is no room by then. */
  void admit(Terms terms, Duration patience) throws SmtpException {
    await(terms, false, patience);
  }

  /**
   * @param session or {@code null} when there came to be none
   */
  void dismiss(SmtpSession session) {
    if (session != null) {
      session.quit();
    }
    ended(session);
  }

  /** A kept session if wanted, or {@code null} and the right to open one. */
  private Pooled await(Terms terms, boolean wanted, Duration patience) throws SmtpException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (!closed) {
        retire(terms);
        if (wanted && !idle.isEmpty()) {
          Pooled latest = idle.removeLast();
          lent.add(latest.session());
          return latest;
        }
        if (open < terms.settings().connections()) {
          open++;
          return null;
        }
        if (!idle.isEmpty()) {
          Pooled oldest = idle.removeFirst();
          farewells.execute(() -> dismiss(oldest.session()));
        }
        if (left <= 0) {
          throw new SmtpException(Step.CONNECT, Faults.allBusy(terms.settings().connections()));
        }
        left = change.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    throw new SmtpException(Step.CONNECT, Faults.interrupted());
  }

  /** Sends away what is too old to be used, or was opened under other terms. */
  private void retire(Terms terms) {
    for (Iterator<Pooled> i = idle.iterator(); i.hasNext(); ) {
      Pooled candidate = i.next();
      boolean same = terms == null || candidate.terms().revision().equals(terms.revision());
      if (!same || !candidate.session().reusable()) {
        i.remove();
        farewells.execute(() -> dismiss(candidate.session()));
      }
    }
  }

  /** Takes back a sound session. */
  void giveBack(Pooled loan) {
    lock.lock();
    try {
      lent.remove(loan.session());
      if (!closed && loan.session().reusable()) {
        idle.addLast(new Pooled(loan.session(), loan.terms(), true));
        change.signalAll();
        return;
      }
    } finally {
      lock.unlock();
    }
    dismiss(loan.session());
  }

  /** Ends a session that is not sound any more. */
  void discard(Pooled loan) {
    loan.session().close();
    ended(loan.session());
  }

  private void ended(SmtpSession session) {
    lock.lock();
    try {
      lent.remove(session);
      open--;
      change.signalAll();
    } finally {
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
      idle.forEach(kept -> farewells.execute(() -> dismiss(kept.session())));
      idle.clear();
      lent.forEach(SmtpSession::close);
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
