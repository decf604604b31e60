package org.workherald.smtp;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.workherald.smtp.SessionPool.Terms;

/**
 * Goes the way of a mail step by step, with the classes that send, and tells how far it came. It
 * turns back before there is a mail unless it is given one. So the doctor and the health check see
 * what sending would meet with.
 */
final class Examiner {

  private final SessionPool pool;
  private final SmtpDialer dialer;
  private final Duration patience;
  private final Clock clock;

  /**
   * @param patience how long whoever asks can wait for one of the connections that the settings
   *     allow; {@code null} when nobody waits for the answer, and it may take all its time
   */
  Examiner(SessionPool pool, SmtpDialer dialer, Duration patience, Clock clock) {
    this.pool = pool;
    this.dialer = dialer;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * @param terms when these are the settings in force, whose connections are counted; {@code null}
   *     when they are others
   * @param mail or {@code null}
   */
  ExaminationLog examine(SmtpSettings settings, Terms terms, TestMail mail) {
    ExaminationLog log = new ExaminationLog(settings, terms == null, clock);
    try {
      InetAddress[] addresses = dialer.resolve(settings.endpoint());
      log.resolved(addresses);
      Loan right = terms == null ? null : pool.admit(terms, patience);
      SmtpSession session = null;
      try {
        session = dialer.connect(settings.endpoint(), addresses);
        log.connected(session);
        walk(session, settings, mail, log);
      } catch (SmtpException | RuntimeException e) {
        if (session != null) {
          session.close(); // without a word: it may be anybody
        }
        throw e;
      } finally {
        leave(session, right);
      }
    } catch (SmtpException e) {
      if (terms != null) {
        dialer.count(e); // others are no concern of whoever watches the server in use
      }
      log.failed(e);
    }
    return log;
  }

  private void leave(SmtpSession session, Loan right) {
    try {
      if (session != null) {
        session.quit();
      }
    } finally {
      if (right != null) {
        pool.giveBack(right);
      }
    }
  }

  private void walk(SmtpSession session, SmtpSettings settings, TestMail mail, ExaminationLog log)
      throws SmtpException {
    if (patience != null) {
      dialer.expectGreeting(session);
    }
    dialer.begin(session, settings.login(), log::passed);
    log.passed(ExaminedStep.AUTHENTICATE); // which may be none
    if (mail == null) {
      askForSender(session, settings.from());
      log.passed(ExaminedStep.SENDER);
    } else {
      send(session, mail.over(log.connection()), log);
    }
  }

  private void send(SmtpSession session, OutgoingMessage message, ExaminationLog log)
      throws SmtpException {
    try {
      Envelope.of(message, session.capabilities(), clock.instant());
    } catch (SmtpException e) {
      if (e.step() == Step.RCPT) {
        askForSender(session, message.sender());
      }
      throw e;
    }
    List<SendResult> results = new ArrayList<>(1);
    SendBatch batch =
        new SendBatch(
            List.of(message).iterator(),
            results::add,
            id -> true,
            new TroubledDomains(clock),
            clock);
    SmtpPipeline pipeline = new SmtpPipeline(session, batch, false, () -> true);
    pipeline.run();
    SendResult result = results.get(0);
    if (!result.sent()) {
      throw new SmtpException(pipeline.refusedAt(), result.failure());
    }
    log.accepted(result.reply());
  }

  /** Asks whether the server would take mail from this sender, and takes it back. */
  private static void askForSender(SmtpSession session, String from) throws SmtpException {
    SmtpReply reply = session.ask(Step.MAIL, Envelope.probe(from, session.capabilities()));
    if (!reply.positive()) {
      throw new SmtpException(Step.MAIL, session.failure(Step.MAIL, reply));
    }
    session.ask(Step.RSET, "RSET");
  }
}
