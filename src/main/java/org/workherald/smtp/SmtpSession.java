package org.workherald.smtp;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
  private final SmtpSettings settings;
  private final SessionConfig config;
  private final ServerVerifier verifier;
  private final Clock clock;
  private final Instant openedAt;
  private Instant usedAt;
  private Capabilities capabilities = Capabilities.NONE;
  private SSLSession tls;
  private int mails;

  SmtpSession(
      SmtpWire wire,
      SmtpSettings settings,
      SessionConfig config,
      ServerVerifier verifier,
      Clock clock) {
    this.wire = wire;
    this.settings = settings;
    this.config = config;
    this.verifier = verifier;
    this.clock = clock;
    this.openedAt = clock.instant();
    this.usedAt = openedAt;
  }

  /** Everything that comes before mail, in order. */
  void begin() throws SmtpException {
    if (settings.tls() == TlsMode.IMPLICIT) {
      handshake();
      greet();
      hello();
    } else {
      greet();
      hello();
      if (settings.tls() == TlsMode.STARTTLS) {
        starttls();
        handshake();
        hello();
      }
    }
    if (settings.login() != null) {
      new Sasl(this).login(settings.login());
    }
  }

  void greet() throws SmtpException {
    SmtpReply reply = read(Step.GREETING, config.timeouts().greeting());
    expect(Step.GREETING, reply, 220);
  }

  void hello() throws SmtpException {
    SmtpReply reply = ask(Step.EHLO, "EHLO " + name());
    if (tls == null && settings.tls() == TlsMode.STARTTLS && reply.code() / 100 == 5) {
      throw new SmtpException(Step.STARTTLS, Faults.starttlsNotOffered(reply));
    }
    expect(Step.EHLO, reply, 250);
    capabilities = Capabilities.of(reply);
  }

  void starttls() throws SmtpException {
    if (!capabilities.offers("STARTTLS")) {
      throw new SmtpException(Step.STARTTLS, Faults.starttlsNotOffered(null));
    }
    refuseUnasked();
    expect(Step.STARTTLS, ask(Step.STARTTLS, "STARTTLS"), 220);
    // What stands behind the 220 was not sent under TLS, but would be read as if it was.
    refuseUnasked();
  }

  private void refuseUnasked() throws SmtpException {
    try {
      if (!wire.quiet()) {
        throw new SmtpException(Step.STARTTLS, Faults.injectedPlaintext());
      }
    } catch (IOException e) {
      throw fault(Step.STARTTLS, e);
    }
  }

  void handshake() throws SmtpException {
    // Nothing learned in plain counts any more (RFC 3207, 4.2).
    capabilities = Capabilities.NONE;
    try {
      SSLSocket secure = TlsClient.over(wire.raw(), settings.host(), settings.port(), verifier);
      wire.upgrade(secure, config.timeouts().handshake());
      tls = secure.getSession();
    } catch (IOException e) {
      throw fault(Step.HANDSHAKE, e);
    }
  }

  /** Sends one command and waits for its reply. */
  SmtpReply ask(Step step, String command) throws SmtpException {
    send(step, command);
    return read(step, config.timeouts().command());
  }

  void send(Step step, String command) throws SmtpException {
    try {
      wire.command(command);
      wire.flush(config.timeouts().command());
    } catch (IOException e) {
      throw fault(step, e);
    }
  }

  SmtpReply read(Step step, Duration limit) throws SmtpException {
    try {
      return wire.read(limit);
    } catch (IOException e) {
      throw fault(step, e);
    }
  }

  private void expect(Step step, SmtpReply reply, int code) throws SmtpException {
    if (reply.code() != code) {
      throw new SmtpException(step, ReplyClassifier.classify(step, reply));
    }
  }

  private SmtpException fault(Step step, IOException e) {
    return new SmtpException(step, Faults.of(step, e, settings), e);
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

  private String name() {
    return config.ehloName().orElseGet(() -> literal(wire.raw().getLocalAddress()));
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    if (address instanceof Inet6Address) {
      int zone = text.indexOf('%');
      return "[IPv6:" + (zone < 0 ? text : text.substring(0, zone)) + "]";
    }
    return "[" + text + "]";
  }

  SmtpWire wire() {
    return wire;
  }

  SmtpSettings settings() {
    return settings;
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

  /** When the certificate that the server showed ends; empty when it showed none. */
  Optional<Instant> certificateExpires() {
    return verifier.presented().stream().findFirst().map(leaf -> leaf.getNotAfter().toInstant());
  }

  /** Counts a mail that was announced over this connection. */
  void count() {
    mails++;
    usedAt = clock.instant();
  }

  /** Whether mails were announced over it before, so that it may have died since. */
  boolean used() {
    return mails > 0;
  }

  /** Whether it has carried as many mails, or lived as long, as it may. */
  boolean spent() {
    return mails >= config.maxMails() || !clock.instant().isBefore(openedAt.plus(config.maxAge()));
  }

  /** Whether it may be kept for later, or used again now. */
  boolean reusable() {
    try {
      return !spent() && clock.instant().isBefore(usedAt.plus(config.maxIdle())) && wire.quiet();
    } catch (IOException e) {
      return false;
    }
  }
}
