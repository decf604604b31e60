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
import org.jboss.logging.Logger;
import org.workherald.trace.Aside;

/**
 * The messages of one call to the transport: pulled one ahead, each settled once. It outlives a
 * session, so that what one session did not try can go over the next.
 */
final class SendBatch {

  private static final Logger LOG = Logger.getLogger(SendBatch.class);

  private final Iterator<OutgoingMessage> source;
  private final Consumer<SendResult> results;
  private final Predicate<UUID> mine;
  private final Clock clock;
  private final TroubledDomains domains;
  private final Deque<OutgoingMessage> waiting = new ArrayDeque<>(2);
  private boolean told;
  private boolean over;

  SendBatch(
      Iterator<OutgoingMessage> source,
      Consumer<SendResult> results,
      Predicate<UUID> mine,
      TroubledDomains domains,
      Clock clock) {
    this.source = source;
    this.results = results;
    this.mine = mine;
    this.domains = domains;
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
        Envelope envelope = envelope(waiting.getFirst(), session, since);
        waiting.removeFirst();
        return Optional.of(envelope);
      } catch (SmtpException e) {
        if (e.failure().server()) {
          throw e;
        }
        settle(waiting.removeFirst(), since, e.failure(), null, session, false);
      }
    }
    return Optional.empty();
  }

  private Envelope envelope(OutgoingMessage message, SmtpSession session, Instant since)
      throws SmtpException {
    Envelope envelope;
    try {
      envelope = Envelope.of(message, session.capabilities(), since);
    } catch (RuntimeException | StackOverflowError e) {
      // A defect of ours that this message meets with; the others need not.
      throw new SmtpException(Step.RCPT, Faults.unsendable(e), e);
    }
    Duration wait = domains.wait(message.recipient());
    if (!wait.isZero()) {
      throw new SmtpException(Step.RCPT, Faults.domainWaits(wait));
    }
    return envelope;
  }

  /** The server answered to all of a message's envelope. */
  void answered(Envelope envelope) {
    domains.answered(envelope.message().recipient());
  }

  /**
   * Whose failure it is that the dialogue about an envelope broke off: the first time that it does
   * so over the recipient, it may be the recipient's. One that broke the protocol is never.
   */
  SmtpFailure blame(Envelope envelope, SmtpException e) {
    boolean lost =
        e.step() == Step.RCPT
            && e.failure().kind() == SmtpFailure.Kind.TRANSIENT
            && e.getCause() != null
            && !(e.getCause() instanceof MalformedReply);
    Duration wait = lost ? domains.lost(envelope.message().recipient()) : null;
    return wait == null ? e.failure() : Faults.lostOverRecipient(e.failure().cause(), wait);
  }

  void sent(Envelope envelope, SmtpReply reply, SmtpSession session) {
    settle(envelope.message(), envelope.since(), null, session.shown(reply), session, true);
  }

  void failed(Envelope envelope, SmtpFailure failure, SmtpSession session) {
    settle(envelope.message(), envelope.since(), failure, failure.reply(), session, true);
  }

  /**
   * Gives every message that was pulled and not settled the same failure, and pulls no more: the
   * server as a whole fails. When no message has told of it yet, one is pulled to do so.
   *
   * @param session or {@code null} when there is none
   * @param log of the connection, or of how it came to none
   */
  void abandon(SmtpFailure failure, String server, SmtpSession session, DialogueLog log) {
    if (!told) {
      prepare();
    }
    while (!waiting.isEmpty()) {
      OutgoingMessage untried = waiting.removeFirst();
      settle(untried, clock.instant(), failure, failure.reply(), server, session, false, log);
    }
  }

  private void settle(
      OutgoingMessage message,
      Instant since,
      SmtpFailure failure,
      String reply,
      SmtpSession session,
      boolean tried) {
    String server = session.endpoint().server();
    settle(message, since, failure, reply, server, session, tried, session.log());
  }

  private void settle(
      OutgoingMessage message,
      Instant since,
      SmtpFailure failure,
      String reply,
      String server,
      SmtpSession session,
      boolean tried,
      DialogueLog log) {
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
            Math.max(0, Duration.between(since, now).toMillis()),
            tried,
            transcript(message.id(), failure, log)));
  }

  /** Whatever is wrong with it, the result stands: a mail that was taken must not go out again. */
  private static Transcript transcript(UUID message, SmtpFailure failure, DialogueLog log) {
    try {
      return log.of(message, failure);
    } catch (RuntimeException e) {
      Aside.run(() -> LOG.errorf(e, "delivery %s: there is no transcript of it", message));
      return null;
    }
  }

  private static String describe(SSLSession tls) {
    return tls.getProtocol() + " " + tls.getCipherSuite();
  }
}
