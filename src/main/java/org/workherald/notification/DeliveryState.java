package org.workherald.notification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.workherald.outbox.EntryState;

/** The states of a delivery as shown: those of an entry, and {@code held}. */
enum DeliveryState {
  QUEUED,
  HELD,
  SENT,
  FAILED,
  CANCELLED,
  EXPIRED,
  SUPPRESSED;

  static DeliveryState of(EntryState state, boolean holding) {
    return holding && state == EntryState.QUEUED ? HELD : valueOf(state.name());
  }

  @JsonValue
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
