package org.workherald.smtp;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.workherald.trust.ServerVerifier;

/**
 * One connection to the mail server, from its greeting to QUIT (RFC 5321, 3207, 4954, 8314). There
 * is no way through it on which credentials or mail leave before a verified TLS handshake, unless
 * the server is this very machine. Not for two threads at a time.
 */
final class SmtpSession {

  private final SmtpWire wire;
  private final Endpoint endpoint;
  private final SessionConfig config;
  private final ServerVerifier verifier;
  private final SessionUsage usage;
  private Capabilities capabilities = Capabilities.NONE;
  private SSLSession tls;
  private SmtpSettings.Login secret;

  SmtpSession(
      SmtpWire wire,
      Endpoint endpoint,
      SessionConfig config,
      ServerVerifier verifier,
      Clock clock) {
    this.wire = wire;
    this.endpoint = endpoint;
    this.config = config;
    this.verifier = verifier;
    this.usage = new SessionUsage(config, clock);
  }

  /**
   * Everything that comes before mail, in order.
   *
   * @param login or {@code null} when the server wants none
   * @param passed is told each step that went well
   */
  void begin(SmtpSettings.Login login, Consumer<Step> passed) throws SmtpException {
    secret = login;
    protect(passed);
    if (endpoint.tls() == TlsMode.IMPLICIT) {
      greet();
      passed.accept(Step.GREETING);
    }
    if (endpoint.tls() != TlsMode.NONE) {
      hello();
      passed.accept(Step.EHLO);
    }
    if (login != null) {
      new Sasl(this).login(login);
      passed.accept(Step.AUTH);
    }
  }

  /** Everything that comes before verified TLS, and that; without TLS all that stands for it. */
  void protect(Consumer<Step> passed) throws SmtpException {
    if (endpoint.tls() != TlsMode.IMPLICIT) {
      greet();
      passed.accept(Step.GREETING);
      hello();
      passed.accept(Step.EHLO);
    }
    if (endpoint.tls() == TlsMode.STARTTLS) {
      starttls();
      passed.accept(Step.STARTTLS);
    }
    if (endpoint.tls() != TlsMode.NONE) {
      handshake();
      passed.accept(Step.HANDSHAKE);
    }
  }

  /** Whether the server says nothing for so long. The session can go on after that. */
  boolean silent(Duration patience) throws SmtpException {
    return at(Step.GREETING, () -> wire.silent(patience));
  }

  private void greet() throws SmtpException {
    SmtpReply reply = read(Step.GREETING, config.timeouts().greeting());
    Greeting.admit(reply, this);
  }

  private void hello() throws SmtpException {
    SmtpReply reply = ask(Step.EHLO, "EHLO " + name());
    if (tls == null && endpoint.tls() == TlsMode.STARTTLS && reply.code() / 100 == 5) {
      throw new SmtpException(Step.STARTTLS, Faults.starttlsNotOffered(reply));
    }
    expect(Step.EHLO, reply, 250);
    capabilities = Capabilities.of(reply);
  }

  private void starttls() throws SmtpException {
    if (!capabilities.offers("STARTTLS")) {
      throw new SmtpException(Step.STARTTLS, Faults.starttlsNotOffered(null));
    }
    refuseUnasked();
    expect(Step.STARTTLS, ask(Step.STARTTLS, "STARTTLS"), 220);
    // What stands behind the 220 was not sent under TLS, but would be read as if it was.
    refuseUnasked();
  }

  private void refuseUnasked() throws SmtpException {
    if (!at(Step.STARTTLS, wire::quiet)) {
      throw new SmtpException(Step.STARTTLS, Faults.injectedPlaintext());
    }
  }

  private void handshake() throws SmtpException {
    // Nothing learned in plain counts any more (RFC 3207, 4.2).
    capabilities = Capabilities.NONE;
    tls = at(Step.HANDSHAKE, this::upgrade);
  }

  private SSLSession upgrade() throws IOException {
    SSLSocket secure = TlsClient.over(wire.raw(), endpoint, verifier);
    wire.upgrade(secure, config.timeouts().handshake());
    TlsClient.handshakeNoMore(secure);
    return secure.getSession();
  }

  /** Sends one command and waits for its reply. */
  SmtpReply ask(Step step, String command) throws SmtpException {
    send(step, command);
    return read(step, config.timeouts().command());
  }

  void send(Step step, String command) throws SmtpException {
    wire.command(command);
    at(
        step,
        () -> {
          wire.flush(config.timeouts().command());
          return null;
        });
  }

  SmtpReply read(Step step, Duration limit) throws SmtpException {
    return at(step, () -> wire.read(limit));
  }

  /** Holds that the server has said nothing more than its replies so far. */
  void heardOut(Step step) throws SmtpException {
    at(
        step,
        () -> {
          wire.heardOut();
          return null;
        });
  }

  private void expect(Step step, SmtpReply reply, int code) throws SmtpException {
    if (reply.code() != code) {
      throw new SmtpException(step, failure(step, reply));
    }
  }

  /** What a reply at this step means that is not the one hoped for. */
  SmtpFailure failure(Step step, SmtpReply reply) {
    return ReplyClassifier.classify(step, reply).saying(shown(reply));
  }

  /** A reply fit to be kept: a server may repeat what it was told, now or the last time. */
  String shown(SmtpReply reply) {
    return (secret == null ? reply : reply.without(secret)).text();
  }

  private <T> T at(Step step, Deadlines.Work<T> work) throws SmtpException {
    try {
      return work.run();
    } catch (IOException e) {
      throw new SmtpException(step, Faults.of(step, e, endpoint), e);
    }
  }

  /** Says goodbye, within bounds, and hangs up. */
  void quit() {
    try {
      wire.command("QUIT");
      wire.flush(config.timeouts().quit());
      wire.read(config.timeouts().quit());
    } catch (IOException e) {
      // The session is over either way.
    } finally {
      wire.close();
    }
  }

  /** Hangs up without a word. */
  void close() {
    wire.close();
  }

  /** What we call ourselves. */
  String name() {
    return config.ehloName().orElseGet(() -> AddressLiteral.of(wire.raw().getLocalAddress()));
  }

  SmtpWire wire() {
    return wire;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Checks the server's certificate, and knows what it was. */
  ServerVerifier verifier() {
    return verifier;
  }

  SessionConfig.Timeouts timeouts() {
    return config.timeouts();
  }

  Capabilities capabilities() {
    return capabilities;
  }

  /** How the connection is protected; empty for a relay on loopback. */
  Optional<SSLSession> tls() {
    return Optional.ofNullable(tls);
  }

  SessionUsage usage() {
    return usage;
  }

  /** Whether it may be kept for later, or used again now. */
  boolean reusable() {
    try {
      return !usage.spent() && !usage.idleTooLong() && wire.quiet();
    } catch (IOException e) {
      return false;
    }
  }
}
