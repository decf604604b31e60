package org.workherald.smtp;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.workherald.trust.ChainReport;
import org.workherald.trust.ServerVerifier;

/**
 * Looks at the certificates that a server shows, on the way that mail goes and as far as TLS: no
 * credentials, no mail, and verified like any other connection, so that it ends where a stranger's
 * certificate is refused. What was seen until then is the answer.
 */
@Singleton
class Retrieval {

  private final SmtpDialer dialer;

  Retrieval(SmtpDialer dialer) {
    this.dialer = dialer;
  }

  /**
   * What was seen.
   *
   * @param report empty when the server showed no certificate
   * @param negotiated protocol and cipher suite, as far as it came to them
   * @param failure why it went no further; empty when it went all the way
   */
  record Seen(
      Optional<ChainReport> report,
      Optional<ServerVerifier.Negotiated> negotiated,
      Optional<SmtpFailure> failure) {}

  Seen look(Endpoint endpoint) {
    SmtpSession session = null;
    SmtpFailure failure = null;
    try {
      session = dialer.connect(endpoint, dialer.resolve(endpoint));
      dialer.expectGreeting(session);
      new Opening(session).protect(step -> {});
    } catch (SmtpException e) {
      failure = e.failure();
    } finally {
      leave(session, failure);
    }
    Optional<ServerVerifier> verifier = Optional.ofNullable(session).map(SmtpSession::verifier);
    return new Seen(
        verifier.flatMap(ServerVerifier::report),
        verifier.flatMap(ServerVerifier::negotiated),
        Optional.ofNullable(failure));
  }

  private static void leave(SmtpSession session, SmtpFailure failure) {
    if (session != null && failure == null && session.endpoint().tls() == TlsMode.STARTTLS) {
      session.quit(); // a mail server; on other ports anything may listen that knows no QUIT
    } else if (session != null) {
      session.close();
    }
  }
}
