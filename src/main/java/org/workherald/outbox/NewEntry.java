package org.workherald.outbox;

import java.time.Instant;
import java.util.UUID;

/**
 * An entry to be added.
 *
 * @param message what it belongs to; the outbox does not look into it
 * @param share whose turn it is with: entries of one share wait for one another, and the shares
 *     take turns, so that one with many does not delay the others; not empty, and without the
 *     {@link #RETRIES} before it
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

  /**
   * What stands before the share of entries that have failed: their retries take turns with what
   * has not been tried yet, so that thousands that are refused for now do not delay it.
   */
  static final String RETRIES = "~";

  public NewEntry {
    if (share.isEmpty() || share.startsWith(RETRIES)) {
      throw new IllegalArgumentException("an entry needs a share");
    }
  }
}
