package org.workherald.smtp;

import java.time.Instant;

/**
 * How the mail server stood when it was last asked.
 *
 * @param server {@code host:port}, or {@code null} when none is set
 * @param failure {@code null} when all is well
 * @param protocol of TLS, or {@code null} when it did not come so far
 * @param cipher likewise
 * @param certificateExpires when the certificate that the server showed ends, or {@code null}
 */
record ServerHealth(
    String server,
    SmtpFailure failure,
    String protocol,
    String cipher,
    Instant certificateExpires) {

  /** Nobody was asked. */
  static ServerHealth unknown(SmtpFailure why) {
    return new ServerHealth(null, why, null, null, null);
  }
}
