package org.workherald.outbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Entries claimed together by one worker, until a point in time. */
public record Lease(UUID token, Instant until, List<LeasedEntry> entries) {

  /**
   * @param failures how many attempts failed for a transient reason since {@code failingSince}
   * @param failingSince when the first of them did, or {@code null}
   */
  @RegisterForReflection
  public record LeasedEntry(
      UUID id,
      UUID message,
      String recipient,
      String payload,
      int failures,
      Instant failingSince,
      Instant createdAt,
      Instant expiresAt) {}
}
