package org.workherald.delivery;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.outbox.Settlement;
import org.workherald.smtp.OutgoingMessage;
import org.workherald.smtp.SendResult;
import org.workherald.smtp.SmtpFailure;
import org.workherald.trace.Aside;

/**
 * One lease's entries on their way through one connection: the transport pulls the next message
 * from here, composed on demand, and reports what came of it. Whatever happens, each entry is
 * settled exactly once by the end of {@link #finish}. Used by one thread.
 */
final class Round implements Iterator<OutgoingMessage>, Consumer<SendResult> {

  private static final Logger LOG = Logger.getLogger(Round.class);

  private final Deque<LeasedEntry> waiting;
  private final Map<UUID, LeasedEntry> underWay = new LinkedHashMap<>();
  private final Predicate<LeasedEntry> wanted;
  private final Function<LeasedEntry, OutgoingMessage> composer;
  private final Verdict verdict;
  private final Consumer<Settlement> settle;
  private final BooleanSupplier goOn;
  private OutgoingMessage next;
  private SmtpFailure serverFailure;
  private boolean sent;
  private boolean tried;

  /**
   * @param wanted whether an entry is still to be sent when its turn comes
   * @param composer throws when an entry cannot be made a message
   * @param goOn asked before each message; when it says no, the entries not yet composed go back
   */
  Round(
      Collection<LeasedEntry> entries,
      Predicate<LeasedEntry> wanted,
      Function<LeasedEntry, OutgoingMessage> composer,
      Verdict verdict,
      Consumer<Settlement> settle,
      BooleanSupplier goOn) {
    this.waiting = new ArrayDeque<>(entries);
    this.wanted = wanted;
    this.composer = composer;
    this.verdict = verdict;
    this.settle = settle;
    this.goOn = goOn;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !waiting.isEmpty() && goOn.getAsBoolean()) {
      // Taken out only after the question: when that breaks, the entry goes back with the others.
      LeasedEntry entry = waiting.element();
      boolean wants = wanted.test(entry);
      waiting.remove();
      if (wants) {
        compose(entry);
      } else {
        settle.accept(new Settlement.Released(entry.id(), null));
      }
    }
    return next != null;
  }

  @Override
  public OutgoingMessage next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    OutgoingMessage message = next;
    next = null;
    return message;
  }

  @Override
  public void accept(SendResult result) {
    tried = true;
    LeasedEntry entry = underWay.remove(result.message());
    if (result.sent()) {
      sent = true;
    } else if (result.failure().server()) {
      if (serverFailure != null) {
        // One entry tells what is wrong with the server; the others were not tried in earnest.
        settle.accept(new Settlement.Released(entry.id(), null));
        return;
      }
      serverFailure = result.failure();
    }
    settle.accept(verdict(entry, result));
  }

  /** A mail that went out is settled as sent, even if nothing more can be said about it. */
  private Settlement verdict(LeasedEntry entry, SendResult result) {
    try {
      return verdict.of(entry, result);
    } catch (RuntimeException | Error e) {
      Aside.run(() -> LOG.errorf(e, "delivery %s: its attempt cannot be told", entry.id()));
      return result.sent() ? new Settlement.Sent(entry.id(), null) : verdict.broken(entry);
    }
  }

  /**
   * Settles what got no result: entries under way when the transport broke are tried again later,
   * the others go back as they were.
   */
  void finish(Optional<Throwable> broken) {
    if (broken.isPresent()) {
      underWay.values().forEach(entry -> settle.accept(verdict.broken(entry)));
    } else {
      waiting.addAll(underWay.values());
    }
    underWay.clear();
    waiting.forEach(entry -> settle.accept(new Settlement.Released(entry.id(), null)));
    waiting.clear();
  }

  /** What is wrong with the mail server as a whole, if anything is. */
  Optional<SmtpFailure> serverFailure() {
    return Optional.ofNullable(serverFailure);
  }

  /** Whether at least one mail went out. */
  boolean sent() {
    return sent;
  }

  /** Whether the mail server was asked to take at least one. */
  boolean tried() {
    return tried;
  }

  private void compose(LeasedEntry entry) {
    try {
      next = composer.apply(entry);
      underWay.put(entry.id(), entry);
    } catch (RuntimeException | Error e) {
      // Errors too: a text that exhausts the stack must not end the worker with it.
      settle.accept(verdict.unrenderable(entry, e));
    }
  }
}
