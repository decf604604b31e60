package org.workherald.smtp;

import java.time.Duration;
import org.workherald.http.Printable;

/**
 * Why a message, or the whole server, failed.
 *
 * @param detail in plain words: what happened and what to do
 * @param reply the server's reply that says so, or {@code null}
 * @param server whether it concerns the server (every mail would fare the same) or this message
 *     alone
 * @param retryAfter how long to wait at least, as the kind of failure or the server's own words ask
 *     for; or {@code null}
 */
public record SmtpFailure(
    Kind kind, Cause cause, String detail, String reply, boolean server, Duration retryAfter) {

  private static final int LONGEST_DETAIL = 1_000;

  /** The detail may quote a server that nobody has verified, or its certificate. */
  public SmtpFailure {
    detail = Printable.of(detail, LONGEST_DETAIL);
  }

  /** The same, with other words of the server's. */
  SmtpFailure saying(String words) {
    return new SmtpFailure(kind, cause, detail, words, server, retryAfter);
  }

  /** The three kinds of failure. */
  public enum Kind {
    /** Try again later. */
    TRANSIENT,
    /** This message alone fails for good. */
    REJECTED,
    /** Nobody's mail fails; nothing is sent until settings, trust or the server change. */
    MISCONFIGURED
  }
}
