package org.workherald.outbox;

import java.util.Locale;

/**
 * The states of an entry. {@code held} is no state of an entry but of the lane: see {@link Lane}.
 */
public enum EntryState {
  QUEUED,
  SENT,
  FAILED,
  CANCELLED,
  EXPIRED,
  SUPPRESSED;

  /** The word in the database and in the HTTP contract. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
