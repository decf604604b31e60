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
 * @param transcript what was said, for {@link Outbox#transcript}; empty when nothing of this
 *     attempt is to be kept, {@code null} when transcripts are no concern, as in attempts that are
 *     read
 */
public record Attempt(
    Instant at,
    Outcome outcome,
    String reply,
    String cause,
    String detail,
    String server,
    String tls,
    long millis,
    String transcript) {

  public Attempt(
      Instant at,
      Outcome outcome,
      String reply,
      String cause,
      String detail,
      String server,
      String tls,
      long millis) {
    this(at, outcome, reply, cause, detail, server, tls, millis, null);
  }

  /** Without what was said, or, without that already, {@code null}. */
  Attempt less() {
    return transcript == null
        ? null
        : new Attempt(at, outcome, reply, cause, detail, server, tls, millis);
  }

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
