package org.workherald.outbox;

import java.time.Instant;
import java.util.Locale;

/**
 * What came of one attempt to deliver an entry; everything but {@code at}, {@code outcome} and
 * {@code millis} may be {@code null}.
 *
 * @param reply the server's reply, as received
 * @param cause one of the stable words of the HTTP contract
 * @param server {@code host:port}
 * @param tls protocol and cipher suite
 */
public record Attempt(
    Instant at,
    Outcome outcome,
    String reply,
    String cause,
    String detail,
    String server,
    String tls,
    long millis) {

  /** The outcomes of an attempt. */
  public enum Outcome {
    SENT,
    TRANSIENT,
    REJECTED,
    MISCONFIGURED;

    /** The word in the database and in the HTTP contract. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
