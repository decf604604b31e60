package org.workherald.smtp;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.workherald.smtp.SmtpPipeline.End;
import org.workherald.trust.Trust;

/**
 * Sends over the mail server's settings in force, with kept connections. Blocking: one caller uses
 * one connection at a time, and there are never more connections than the settings allow.
 */
@ApplicationScoped
public class SmtpTransport {

  private final Supplier<SessionPool.Revision> revision;
  private final Supplier<Optional<SmtpSettings>> settings;
  private final SmtpDialer dialer;
  private final SessionPool pool;
  private final Examiner examiner;
  private final TroubledDomains domains;
  private final Transcripts transcripts;
  private final Clock clock;

  @Inject
  SmtpTransport(
      SmtpAccount account,
      Trust trust,
      SmtpDialer dialer,
      SharedSlots slots,
      @ConfigProperty(name = "workherald.delivery.transcripts", defaultValue = "off")
          Transcripts transcripts,
      Clock clock,
      MeterRegistry meters) {
    this(
        () -> new SessionPool.Revision(account.revision(), trust.revision()),
        account::settings,
        dialer,
        slots,
        transcripts,
        clock,
        meters);
  }

  SmtpTransport(
      Supplier<SessionPool.Revision> revision,
      Supplier<Optional<SmtpSettings>> settings,
      SmtpDialer dialer,
      Slot.Source slots,
      Transcripts transcripts,
      Clock clock,
      MeterRegistry meters) {
    this.revision = revision;
    this.settings = settings;
    this.dialer = dialer;
    this.pool = new SessionPool(dialer, slots);
    this.examiner = new Examiner(pool, dialer, null, clock);
    this.transcripts = transcripts;
    this.domains = new TroubledDomains(clock);
    this.clock = clock;
    meters.gauge("workherald.smtp.connections", pool, SessionPool::open);
  }

  /**
   * The right to send over one connection of those that the settings allow all replicas together.
   * Whoever holds it must close it soon: others may wait for it.
   */
  public final class Line implements AutoCloseable {

    private final Loan loan;

    private Line(Loan loan) {
      this.loan = loan;
    }

    /**
     * As {@link SmtpTransport#send}; but when the right is lost on the way, what was not tried gets
     * no result.
     */
    public void send(
        Iterator<OutgoingMessage> messages, Consumer<SendResult> results, Predicate<UUID> mine) {
      SendBatch batch = new SendBatch(messages, results, mine, domains, clock);
      while (loan.slot().stands() && batch.more()) {
        if (!carry(loan, batch)) {
          return;
        }
      }
    }

    @Override
    public void close() {
      pool.giveBack(loan);
    }
  }

  /**
   * A connection for mail, if one is to be had now: when all are busy, here or at other replicas,
   * it is empty. When settings are missing, sending will tell.
   */
  public Optional<Line> line() {
    try {
      return pool.tryBorrow(inForce()).map(Line::new);
    } catch (SmtpException e) {
      return Optional.empty();
    }
  }

  /**
   * Sends messages over one connection, pipelined when the server offers it. A message is pulled
   * only when the connection is ready for it, so that the caller can make messages while replies
   * are on their way, and can stop by having no next one. Every message pulled gets exactly one
   * result, as soon as it is known. When the server as a whole fails, the messages pulled but not
   * tried get the same failure, marked {@code server}, and no more are pulled; when it fails before
   * the first one was pulled, that one is pulled to carry the failure.
   *
   * @param mine asked right before the body of a message leaves; once it says no, this message and
   *     all that follow are left alone and get no result
   */
  public void send(
      Iterator<OutgoingMessage> messages, Consumer<SendResult> results, Predicate<UUID> mine) {
    SendBatch batch = new SendBatch(messages, results, mine, domains, clock);
    while (batch.more()) {
      Loan loan;
      try {
        loan = pool.borrow(inForce());
      } catch (SmtpException e) {
        batch.abandon(e.failure(), null, null, DialogueLog.NONE);
        return;
      }
      try {
        if (!carry(loan, batch)) {
          return;
        }
      } finally {
        pool.giveBack(loan);
      }
    }
  }

  /**
   * Sends what one session can.
   *
   * @return false when the server as a whole failed
   */
  private boolean carry(Loan loan, SendBatch batch) {
    String server = null;
    DialogueLog log = DialogueLog.NONE;
    boolean sound = false;
    try {
      SessionPool.Terms terms = inForce();
      server = terms.settings().server();
      log = transcripts.log(terms.settings().login(), clock);
      boolean kept = pool.connect(loan, terms, log);
      SmtpSession session = loan.session();
      if (session == null) { // hung up, as the service stops
        throw new SmtpException(Step.CONNECT, Faults.interrupted());
      }
      log = session.log();
      BooleanSupplier inForce =
          () -> loan.slot().stands() && revision.get().equals(terms.revision());
      sound = new SmtpPipeline(session, batch, kept, inForce).run() == End.SOUND;
      return true;
    } catch (SmtpException e) {
      batch.abandon(e.failure(), server, loan.session(), log);
      return false;
    } finally {
      if (!sound) {
        loan.hangUp();
      }
    }
  }

  /** Holds the right to each connection under the settings in force. */
  SessionPool pool() {
    return pool;
  }

  /** What a connection made now would be made under. */
  SessionPool.Terms inForce() throws SmtpException {
    // First the revision: what changes meanwhile is then taken for older than it is, not newer.
    SessionPool.Revision now = revision.get();
    return settings
        .get()
        .map(set -> new SessionPool.Terms(set, now))
        .orElseThrow(() -> new SmtpException(Step.RESOLVE, Faults.unconfigured()));
  }

  /** Another one than before: a connection made now would be another one, too. */
  SessionPool.Revision revision() {
    return revision.get();
  }

  /**
   * Connects, verifies and logs in as sending would, asks for the sender, and sends nothing. Empty
   * when all is well.
   */
  public Optional<SmtpFailure> probe() {
    return Optional.ofNullable(health().failure());
  }

  /** The same, with what was seen on the way. */
  ServerHealth health() {
    try {
      SessionPool.Terms terms = inForce();
      return examiner.examine(terms.settings(), terms, null).health();
    } catch (SmtpException e) {
      return ServerHealth.unknown(e.failure());
    }
  }

  /** Says goodbye to the server. */
  @PreDestroy
  void close() {
    pool.close();
    dialer.close();
  }
}
