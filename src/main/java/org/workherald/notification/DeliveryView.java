package org.workherald.notification;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.outbox.Entry;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.Lane.Pause;
import org.workherald.outbox.NewEntry;

/** The mail to one recipient, as shown. */
@Schema(name = "Delivery", description = "The mail to one recipient")
public record DeliveryView(
    UUID id,
    @Schema(examples = "kim@example.com") String recipient,
    @Schema(examples = "de") String locale,
    @Schema(
            implementation = String.class,
            enumeration = {
              "queued",
              "held",
              "sent",
              "failed",
              "cancelled",
              "expired",
              "suppressed"
            },
            description =
                "sent: accepted by the mail server, SMTP can promise no more; held: the mail server"
                    + " is set up wrongly, the mail waits; suppressed: the user's own choice")
        DeliveryState state,
    @Schema(description = "In plain words; not when queued or sent") String reason,
    @Schema(description = "When queued or held") Instant nextAttemptAt,
    List<AttemptView> attempts) {

  static DeliveryView of(Entry entry, Recipient recipient, Optional<Pause> hold) {
    return of(
        entry.id(),
        recipient,
        entry.state(),
        entry.reason(),
        entry.nextAttemptAt(),
        hold,
        entry.attempts().stream().map(AttemptView::of).toList());
  }

  static DeliveryView of(NewEntry entry, Recipient recipient, Instant now, Optional<Pause> hold) {
    return of(entry.id(), recipient, entry.state(), entry.reason(), now, hold, List.of());
  }

  private static DeliveryView of(
      UUID id,
      Recipient recipient,
      EntryState state,
      String reason,
      Instant next,
      Optional<Pause> hold,
      List<AttemptView> attempts) {
    var shown = DeliveryState.of(state, hold.isPresent());
    return new DeliveryView(
        id,
        recipient.email(),
        recipient.locale(),
        shown,
        switch (shown) {
          case QUEUED, SENT -> null;
          case HELD -> hold.get().reason();
          default -> reason;
        },
        switch (shown) {
          case QUEUED -> next;
          case HELD -> later(next, hold.get().resumeAt());
          default -> null;
        },
        attempts);
  }

  private static Instant later(Instant one, Instant other) {
    return other != null && other.isAfter(one) ? other : one;
  }
}
