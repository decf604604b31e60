package org.workherald.notification;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A notification with what became of its mails, as shown. */
@Schema(name = "Notification", description = "A notification, and what became of its mails")
public record NotificationView(
    UUID id,
    Event event,
    WorkItem workItem,
    String replyTo,
    Instant expiresAt,
    Instant createdAt,
    @Schema(
            description = "Id of the W3C trace that it was posted in",
            examples = "4bf92f3577b34da6a3ce929d0e0e4736")
        String trace,
    List<DeliveryView> deliveries,
    @Schema(
            description =
                "What happened, in order, and how it stands now; only when one notification is"
                    + " shown")
        List<TimelineItem> timeline) {

  static NotificationView of(Notification notification, List<DeliveryView> deliveries) {
    return new NotificationView(
        notification.id(),
        notification.event(),
        notification.workItem(),
        notification.replyTo(),
        notification.expiresAt(),
        notification.createdAt(),
        notification.trace() == null ? null : notification.trace().id(),
        deliveries,
        null);
  }

  /** As it is shown to somebody who may know of no other key than this one. */
  NotificationView seenBy(String key) {
    return with(timeline.stream().map(item -> item.seenBy(key)).toList());
  }

  NotificationView with(List<TimelineItem> story) {
    return new NotificationView(
        id, event, workItem, replyTo, expiresAt, createdAt, trace, deliveries, story);
  }
}
