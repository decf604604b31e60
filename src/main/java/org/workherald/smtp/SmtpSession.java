package org.workherald.smtp;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.workherald.trust.ServerVerifier;

/**
 * One connection to the mail server, from its greeting to QUIT (RFC 5321, 3207, 4954, 8314). It is
 * ready for mail when {@link #begin} has returned. Not for two threads at a time.
 */
final class SmtpSession {

  private final SmtpWire wire;
  private final Endpoint endpoint;
  private final SessionConfig config;
  private final ServerVerifier verifier;
  private final SessionUsage usage;
  private final DialogueLog log;
  private Capabilities capabilities = Capabilities.NONE;
  private SSLSession tls;
  private Redaction secret;

  SmtpSession(
      SmtpWire wire,
      Endpoint endpoint,
      SessionConfig config,
      ServerVerifier verifier,
      DialogueLog log,
      Clock clock) {
    this.wire = wire;
    this.endpoint = endpoint;
    this.config = config;
    this.verifier = verifier;
    this.log = log;
    this.usage = new SessionUsage(config, clock);
  }

  /**
   * Everything that comes before mail.
   *
   * @param login or {@code null} when the server wants none
   * @param passed is told each step that went well
   */
  void begin(SmtpSettings.Login login, Consumer<Step> passed) throws SmtpException {
    secret = login == null ? null : new Redaction(login);
    new Opening(this).begin(login, passed);
  }

  /** Whether the server says nothing for so long. The session can go on after that. */
  boolean silent(Duration patience) throws SmtpException {
    return at(Step.GREETING, () -> wire.silent(patience));
  }

  /** Adds a command to the packet. */
  void say(Step step, String command) {
    wire.command(command);
    log.said(step, command);
  }

  /** Sends one command and waits for its reply. */
  SmtpReply ask(Step step, String command) throws SmtpException {
    send(step, command);
    return read(step, config.timeouts().command());
  }

  void send(Step step, String command) throws SmtpException {
    say(step, command);
    at(
        step,
        () -> {
          wire.flush(config.timeouts().command());
          return null;
        });
  }

  SmtpReply read(Step step, Duration limit) throws SmtpException {
    SmtpReply reply = at(step, () -> wire.read(limit));
    log.heard(step, reply);
    return reply;
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

  /** What a reply at this step means that is not the one hoped for. */
  SmtpFailure failure(Step step, SmtpReply reply) {
    return ReplyClassifier.classify(step, reply).saying(shown(reply));
  }

  /** A reply fit to be kept: a server may repeat what it was told, now or the last time. */
  String shown(SmtpReply reply) {
    return (secret == null ? reply : reply.without(secret)).text();
  }

  <T> T at(Step step, Deadlines.Work<T> work) throws SmtpException {
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

  /** What is said in it. */
  DialogueLog log() {
    return log;
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

  void learned(Capabilities now) {
    capabilities = now;
  }

  void secured(SSLSession now) {
    tls = now;
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
