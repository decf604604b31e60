package org.workherald.smtp;

import java.time.Instant;
import java.util.UUID;

/**
 * What came of one message.
 *
 * @param tried whether the server was asked to take this very message; if not, what failed is not
 *     the message's own doing
 * @param failure {@code null} when the server accepted the message
 * @param reply the server's last reply for this message, or {@code null}
 * @param tls protocol and cipher suite, or {@code null} when it did not come so far
 * @param transcript {@code null} when none are made
 */
public record SendResult(
    UUID message,
    Instant at,
    SmtpFailure failure,
    String reply,
    String server,
    String tls,
    long millis,
    boolean tried,
    Transcript transcript) {

  public boolean sent() {
    return failure == null;
  }
}
