package org.workherald.outbox;

import java.time.Instant;
import java.util.UUID;

/**
 * An entry to be added.
 *
 * @param message what it belongs to; the outbox does not look into it
 * @param share whose turn it is with: entries of one share wait for one another, and the shares
 *     take turns, so that one with many does not delay the others; not empty
 * @param payload the owner's data for this recipient, JSON
 * @param urgent whether it goes before those that are not
 * @param state {@code QUEUED}, or {@code SUPPRESSED} with a reason
 * @param expiresAt when it must not be sent any more, or {@code null}
 */
public record NewEntry(
    UUID id,
    UUID message,
    String share,
    String recipient,
    String payload,
    boolean urgent,
    EntryState state,
    String reason,
    Instant expiresAt) {

  public NewEntry {
    if (share.isEmpty()) {
      throw new IllegalArgumentException("an entry needs a share");
    }
  }
}
