package org.workherald.outbox;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An entry as it stands, with its attempts, oldest first, but for those before the latest {@link
 * #MOST_ATTEMPTS}.
 *
 * @param underWay whether a worker holds a lease on it now
 */
public record Entry(
    UUID id,
    UUID message,
    String recipient,
    String payload,
    EntryState state,
    String reason,
    Instant createdAt,
    Instant nextAttemptAt,
    Instant expiresAt,
    Instant finishedAt,
    boolean underWay,
    List<Attempt> attempts) {

  /** A long outage makes many alike. */
  public static final int MOST_ATTEMPTS = 50;
}
