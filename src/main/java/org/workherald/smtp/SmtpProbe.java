package org.workherald.smtp;

import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** Goes the way of a mail, over a connection of its own, and turns back before there is one. */
final class SmtpProbe {

  private final SessionPool pool;
  private final SmtpDialer dialer;

  SmtpProbe(SessionPool pool, SmtpDialer dialer) {
    this.pool = pool;
    this.dialer = dialer;
  }

  /**
   * What was seen on the way.
   *
   * @param server {@code host:port}, or {@code null} when none is set
   * @param failure {@code null} when all is well
   * @param protocol of TLS, or {@code null} when it did not come so far
   * @param cipher likewise
   * @param certificateExpires when the certificate that the server showed ends, or {@code null}
   */
  record Finding(
      String server,
      SmtpFailure failure,
      String protocol,
      String cipher,
      Instant certificateExpires) {}

  Finding look(SessionPool.Terms terms) {
    SmtpSettings settings = terms.settings();
    SmtpSession session = null;
    SmtpFailure failure = null;
    try {
      pool.admit(terms);
      try {
        session = dialer.connect(settings.endpoint(), dialer.resolve(settings.endpoint()));
        dialer.begin(session, settings.login(), step -> {});
        askForSender(session, settings.from());
      } catch (SmtpException e) {
        if (session != null) {
          session.close();
        }
        throw e;
      } finally {
        pool.dismiss(session);
      }
    } catch (SmtpException e) {
      failure = e.failure();
    }
    Optional<SSLSession> tls = Optional.ofNullable(session).flatMap(SmtpSession::tls);
    return new Finding(
        settings.server(),
        failure,
        tls.map(SSLSession::getProtocol).orElse(null),
        tls.map(SSLSession::getCipherSuite).orElse(null),
        session == null ? null : session.certificateExpires().orElse(null));
  }

  /** Asks whether the server would take mail from this sender, and takes it back. */
  static void askForSender(SmtpSession session, String from) throws SmtpException {
    SmtpReply reply = session.ask(Step.MAIL, Envelope.probe(from, session.capabilities()));
    if (!reply.positive()) {
      throw new SmtpException(Step.MAIL, ReplyClassifier.classify(Step.MAIL, reply));
    }
    session.ask(Step.RSET, "RSET");
  }
}
