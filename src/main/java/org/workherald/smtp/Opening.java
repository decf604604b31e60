package org.workherald.smtp;

import java.io.IOException;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * Everything that comes before mail, in order. There is no way through it on which credentials or
 * mail leave before a verified TLS handshake, unless the server is this very machine.
 */
final class Opening {

  private final SmtpSession session;
  private final TlsMode mode;

  Opening(SmtpSession session) {
    this.session = session;
    this.mode = session.endpoint().tls();
  }

  /** Up to the login. */
  void begin(SmtpSettings.Login login, Consumer<Step> passed) throws SmtpException {
    protect(passed);
    if (mode == TlsMode.IMPLICIT) {
      greet();
      passed.accept(Step.GREETING);
    }
    if (mode != TlsMode.NONE) {
      hello();
      passed.accept(Step.EHLO);
    }
    if (login != null) {
      new Sasl(session).login(login);
      passed.accept(Step.AUTH);
    }
  }

  /** Everything that comes before verified TLS, and that; without TLS all that stands for it. */
  void protect(Consumer<Step> passed) throws SmtpException {
    if (mode != TlsMode.IMPLICIT) {
      greet();
      passed.accept(Step.GREETING);
      hello();
      passed.accept(Step.EHLO);
    }
    if (mode == TlsMode.STARTTLS) {
      starttls();
      passed.accept(Step.STARTTLS);
    }
    if (mode != TlsMode.NONE) {
      handshake();
      passed.accept(Step.HANDSHAKE);
    }
  }

  private void greet() throws SmtpException {
    SmtpReply reply = session.read(Step.GREETING, session.timeouts().greeting());
    Greeting.admit(reply, session);
  }

  private void hello() throws SmtpException {
    SmtpReply reply = session.ask(Step.EHLO, "EHLO " + session.name());
    if (session.tls().isEmpty() && mode == TlsMode.STARTTLS && reply.code() / 100 == 5) {
      throw new SmtpException(Step.STARTTLS, Faults.starttlsNotOffered(reply));
    }
    expect(Step.EHLO, reply, 250);
    session.learned(Capabilities.of(reply));
  }

  private void starttls() throws SmtpException {
    if (!session.capabilities().offers("STARTTLS")) {
      throw new SmtpException(Step.STARTTLS, Faults.starttlsNotOffered(null));
    }
    refuseUnasked();
    expect(Step.STARTTLS, session.ask(Step.STARTTLS, "STARTTLS"), 220);
    // What stands behind the 220 was not sent under TLS, but would be read as if it was.
    refuseUnasked();
  }

  private void refuseUnasked() throws SmtpException {
    if (!session.at(Step.STARTTLS, session.wire()::quiet)) {
      throw new SmtpException(Step.STARTTLS, Faults.injectedPlaintext());
    }
  }

  private void expect(Step step, SmtpReply reply, int code) throws SmtpException {
    if (reply.code() != code) {
      throw new SmtpException(step, session.failure(step, reply));
    }
  }

  private void handshake() throws SmtpException {
    // Nothing learned in plain counts any more (RFC 3207, 4.2).
    session.learned(Capabilities.NONE);
    try {
      session.secured(session.at(Step.HANDSHAKE, this::upgrade));
    } finally {
      session.log().handshake(session.verifier(), session.tls().isPresent());
    }
  }

  private SSLSession upgrade() throws IOException {
    SmtpWire wire = session.wire();
    SSLSocket secure = TlsClient.over(wire.raw(), session.endpoint(), session.verifier());
    wire.upgrade(secure, session.timeouts().handshake());
    TlsClient.handshakeNoMore(secure);
    return secure.getSession();
  }
}
