package org.workherald.smtp;

import static org.workherald.smtp.Faults.later;
import static org.workherald.smtp.Faults.never;

import java.io.EOFException;
import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/** What it means when a TLS handshake fails, other than by a certificate that was refused. */
final class HandshakeFaults {

  private HandshakeFaults() {}

  static SmtpFailure of(IOException e, Endpoint endpoint) {
    String server = endpoint.server();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return never(
            Cause.OTHER,
            "The certificate that " + server + " shows cannot be read; it must be issued anew.");
      }
      if (cause instanceof EOFException) {
        return later(Cause.OTHER, server + " hung up in the TLS handshake.");
      }
    }
    if (e instanceof MalformedReply) {
      return Faults.notSmtp(endpoint);
    }
    // The JDK tells these apart in words only.
    String words = String.valueOf(e.getMessage());
    if (words.matches(".*Invalid .* signature")) {
      return never(
          Cause.OTHER,
          server + " does not prove that it has the key of the certificate that it shows.");
    }
    if (words.contains("nrecognized SSL message") || words.matches(".*SSL ?[vV]2.*")) {
      return endpoint.tls() == TlsMode.IMPLICIT
          ? never(Cause.TLS_EXPECTED, server + " speaks no TLS at first; set tls to starttls.")
          : Faults.injectedPlaintext();
    }
    if (words.contains("protocol_version") || words.contains("protocol version")) {
      return never(
          Cause.PROTOCOL_VERSION,
          server + " knows neither TLS 1.2 nor 1.3; it needs an update or other settings.");
    }
    if (words.contains("handshake_failure")
        || words.contains("insufficient_security")
        || words.contains("improper ciphersuite")
        || words.contains("algorithm constraints")) {
      return never(
          Cause.WEAK_ALGORITHM,
          server
              + " shares no strong cipher suite with forward secrecy with us; it needs an update.");
    }
    if (words.contains("exceeds the maximum allowed")) {
      return never(
          Cause.OTHER,
          "The certificates that " + server + " shows are too many or too large: " + words + ".");
    }
    return e instanceof SSLException
        ? never(Cause.OTHER, "The TLS handshake with " + server + " failed: " + words)
        : later(Cause.OTHER, "The connection to " + server + " was lost in the TLS handshake.");
  }
}
