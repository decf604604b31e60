package org.workherald.smtp;

import static org.workherald.smtp.SmtpFailure.Kind.MISCONFIGURED;
import static org.workherald.smtp.SmtpFailure.Kind.REJECTED;
import static org.workherald.smtp.SmtpFailure.Kind.TRANSIENT;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.workherald.trust.CertificateRefused;

/** What it means when a connection fails other than by a reply. All of it concerns the server. */
final class Faults {

  private Faults() {}

  static SmtpFailure of(Step step, IOException e, Endpoint endpoint) {
    String server = endpoint.server();
    if (e instanceof SocketTimeoutException) {
      return timeout(step, server);
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateRefused refused) {
        return never(Cause.valueOf(refused.fault().name()), refused.getMessage());
      }
    }
    if (TlsClient.wantedAnother(e)) {
      return never(
          Cause.OTHER,
          server
              + " asked for another TLS handshake at "
              + step.words()
              + ", which is never granted; renegotiation must be switched off there.");
    }
    return switch (step) {
      case RESOLVE ->
          e instanceof UnknownHostException
              ? later(
                  Cause.UNKNOWN_HOST,
                  "The host name "
                      + endpoint.host()
                      + " is not known here; check its spelling and this machine's DNS.")
              : later(Cause.UNKNOWN_HOST, "The host name cannot be looked up; check DNS.");
      case CONNECT ->
          later(Cause.REFUSED, server + " takes no connection; check host, port and firewall.");
      case HANDSHAKE -> HandshakeFaults.of(e, endpoint);
      case GREETING -> greeting(e, endpoint);
      default -> broken(step, e, server);
    };
  }

  private static SmtpFailure timeout(Step step, String server) {
    return later(
        Cause.TIMEOUT,
        server
            + " took too long over "
            + step.words()
            + "; check that host, port and tls are right and no firewall swallows packets.");
  }

  private static SmtpFailure greeting(IOException e, Endpoint endpoint) {
    String server = endpoint.server();
    if (e instanceof MalformedReply malformed) {
      return malformed.tls() ? tlsFromTheStart(endpoint) : notSmtp(endpoint);
    }
    return later(Cause.REFUSED, server + " hung up without a greeting; check that it may be used.");
  }

  static SmtpFailure notSmtp(Endpoint endpoint) {
    return never(
        Cause.NOT_SMTP,
        endpoint.server() + " is no mail server; check host and port, and that no proxy answers.");
  }

  static SmtpFailure tlsFromTheStart(Endpoint endpoint) {
    return never(
        Cause.TLS_EXPECTED, endpoint.server() + " speaks TLS from the start; set tls to implicit.");
  }

  private static SmtpFailure broken(Step step, IOException e, String server) {
    return e instanceof MalformedReply
        ? later(
            Cause.OTHER,
            server + " broke the protocol at " + step.words() + "; the administrator should look.")
        : later(Cause.OTHER, "The connection to " + server + " was lost at " + step.words() + ".");
  }

  static SmtpFailure notLoopback() {
    return never(
        Cause.OTHER,
        "Without TLS only a server on the loopback address is used; set tls to starttls or"
            + " implicit.");
  }

  static SmtpFailure starttlsNotOffered(SmtpReply reply) {
    return new SmtpFailure(
        MISCONFIGURED,
        Cause.STARTTLS_NOT_OFFERED,
        "The server offers no STARTTLS on this port, or something on the way removes it; switch it"
            + " on, or use implicit TLS (port 465).",
        reply == null ? null : String.valueOf(reply.code()), // FTP says more at this point
        true,
        null);
  }

  static SmtpFailure injectedPlaintext() {
    return never(
        Cause.INJECTED_PLAINTEXT,
        "Something unprotected was put between STARTTLS and the TLS handshake; the connection was"
            + " cut, look for a defective server or somebody in the middle.");
  }

  static SmtpFailure authNotOffered(Set<String> offered) {
    return never(
        Cause.AUTH_NOT_OFFERED,
        offered.isEmpty()
            ? "A login is set but the server offers none on this port; use the submission port"
                + " (587 or 465), or remove the login."
            : "The server offers no login by password, only "
                + offered.stream().limit(8).collect(Collectors.joining(", "))
                + "; allow it there, or choose another way to log in.");
  }

  static SmtpFailure unusableLogin() {
    return never(Cause.LOGIN_REFUSED, "User name or password contains a NUL; set them anew.");
  }

  static SmtpFailure outcomeUnknown() {
    return new SmtpFailure(
        TRANSIENT,
        Cause.OTHER,
        "The connection was lost before the server's last word, so it may or may not have the"
            + " message; it is sent again with the same Message-ID.",
        null,
        false,
        null);
  }

  static SmtpFailure lostOverRecipient(Cause cause, Duration wait) {
    return own(
        TRANSIENT,
        cause,
        "The server stalled or hung up when it was asked to take mail for this recipient; it is"
            + " tried again, other mails go on.",
        wait.isZero() ? null : wait);
  }

  static SmtpFailure domainWaits(Duration wait) {
    return own(
        TRANSIENT,
        Cause.TIMEOUT,
        "Not tried yet: the server has just stalled or hung up over another recipient of the same"
            + " domain.",
        wait);
  }

  static SmtpFailure unsendable(Throwable why) {
    return own(
        REJECTED,
        Cause.OTHER,
        "The message cannot be put on the wire (%s).".formatted(why.getClass().getSimpleName()),
        null);
  }

  /** Of one message alone. */
  private static SmtpFailure own(
      SmtpFailure.Kind kind, Cause cause, String detail, Duration retryAfter) {
    return new SmtpFailure(kind, cause, detail, null, false, retryAfter);
  }

  static SmtpFailure unconfigured() {
    return never(Cause.UNCONFIGURED, "No mail server is set; set one with PUT /smtp.");
  }

  static SmtpFailure allBusy(int connections) {
    return later(
        Cause.THROTTLED,
        "Mail is going out over all "
            + connections
            + " connections that the settings allow, and none became free in time.");
  }

  static SmtpFailure interrupted() {
    return later(Cause.OTHER, "Sending was stopped because the service shuts down.");
  }

  static SmtpFailure later(Cause cause, String detail) {
    return new SmtpFailure(TRANSIENT, cause, detail, null, true, null);
  }

  static SmtpFailure never(Cause cause, String detail) {
    return new SmtpFailure(MISCONFIGURED, cause, detail, null, true, null);
  }
}
