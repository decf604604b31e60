package org.workherald.smtp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLSession;

/**
 * The messages of one call to the transport: pulled one ahead, each settled once. It outlives a
 * session, so that what one session did not try can go over the next.
 */
final class SendBatch {

  private final Iterator<OutgoingMessage> source;
  private final Consumer<SendResult> results;
  private final Predicate<UUID> mine;
  private final Clock clock;
  private final Deque<OutgoingMessage> waiting = new ArrayDeque<>(2);
  private boolean told;
  private boolean over;

  SendBatch(
      Iterator<OutgoingMessage> source,
      Consumer<SendResult> results,
      Predicate<UUID> mine,
      Clock clock) {
    this.source = source;
    this.results = results;
    this.mine = mine;
    this.clock = clock;
  }

  /** Whether there is something left to try. */
  boolean more() {
    return !over && (!waiting.isEmpty() || source.hasNext());
  }

  /** Pulls the next message now, so that it is made while replies are on their way. */
  void prepare() {
    if (waiting.isEmpty() && source.hasNext()) {
      waiting.add(source.next());
    }
  }

  /** Asked last thing before a message leaves. Once it says no, nothing more is to be tried. */
  boolean mine(Envelope envelope) {
    over |= !mine.test(envelope.message().id());
    return !over;
  }

  /** Takes back what was announced over a session but not tried. */
  void putBack(Envelope envelope) {
    waiting.addFirst(envelope.message());
  }

  /** The next message that this session can be asked to take; those it cannot are settled. */
  Optional<Envelope> next(SmtpSession session) throws SmtpException {
    while (more()) {
      prepare();
      Instant since = clock.instant();
      try {
        Envelope envelope = Envelope.of(waiting.getFirst(), session.capabilities(), since);
        waiting.removeFirst();
        return Optional.of(envelope);
      } catch (SmtpException e) {
        if (e.failure().server()) {
          throw e;
        }
        settle(waiting.removeFirst(), since, e.failure(), null, session);
      }
    }
    return Optional.empty();
  }

  void sent(Envelope envelope, SmtpReply reply, SmtpSession session) {
    settle(envelope.message(), envelope.since(), null, session.shown(reply), session);
  }

  void failed(Envelope envelope, SmtpFailure failure, SmtpSession session) {
    settle(envelope.message(), envelope.since(), failure, failure.reply(), session);
  }

  /**
   * Gives every message that was pulled and not settled the same failure, and pulls no more: the
   * server as a whole fails. When no message has told of it yet, one is pulled to do so.
   *
   * @param session or {@code null} when there is none
   */
  void abandon(SmtpFailure failure, String server, SmtpSession session) {
    if (!told) {
      prepare();
    }
    while (!waiting.isEmpty()) {
      OutgoingMessage untried = waiting.removeFirst();
      settle(untried, clock.instant(), failure, failure.reply(), server, session);
    }
  }

  private void settle(
      OutgoingMessage message,
      Instant since,
      SmtpFailure failure,
      String reply,
      SmtpSession session) {
    settle(message, since, failure, reply, session.endpoint().server(), session);
  }

  private void settle(
      OutgoingMessage message,
      Instant since,
      SmtpFailure failure,
      String reply,
      String server,
      SmtpSession session) {
    Instant now = clock.instant();
    told |= failure != null && failure.server();
    results.accept(
        new SendResult(
            message.id(),
            now,
            failure,
            reply,
            server,
            session == null ? null : session.tls().map(SendBatch::describe).orElse(null),
            Math.max(0, Duration.between(since, now).toMillis())));
  }

  private static String describe(SSLSession tls) {
    return tls.getProtocol() + " " + tls.getCipherSuite();
  }
}
