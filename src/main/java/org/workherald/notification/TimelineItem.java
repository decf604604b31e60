package org.workherald.notification;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One thing that happened to a notification, as shown.
 *
 * @param what a word rather than a {@link What}: a newer replica may know more of them
 */
@Schema(name = "TimelineItem", description = "One thing that happened to a notification")
public record TimelineItem(
    Instant at,
    @Schema(
            enumeration = {
              "accepted",
              "suppressed",
              "transient",
              "rejected",
              "misconfigured",
              "failed",
              "expired",
              "cancelled",
              "resent",
              "sent",
              "queued",
              "held",
              "omitted"
            },
            description =
                "transient, rejected, misconfigured, sent: an attempt with this outcome; failed,"
                    + " expired: a delivery was over with that; queued, held: how it stands with a"
                    + " delivery now; omitted: there was more")
        String what,
    @Schema(description = "The delivery; when it is missing, all of them") UUID delivery,
    @Schema(examples = "kim@example.com") String recipient,
    @Schema(
            description =
                "Who did it; only when a request is behind it. Operators see all, notifiers only"
                    + " their own key")
        By by,
    @Schema(description = "Of an attempt that failed", examples = "recipient-refused") String cause,
    @Schema(description = "In plain words") String detail) {

  /** The same for somebody who may know of no other key than this one. */
  TimelineItem seenBy(String key) {
    return by == null || by.id().equals(key)
        ? this
        : new TimelineItem(at, what, delivery, recipient, null, cause, detail);
  }

  /** An API key. */
  @Schema(name = "TimelineKey", description = "An API key, with the name that it had")
  public record By(
      @Schema(examples = "h7k2m9q4xz") String id,
      @Schema(examples = "workflow engine") String name) {}

  /** What can happen, beside attempts. */
  enum What {
    ACCEPTED,
    OMITTED,
    SUPPRESSED,
    FAILED,
    EXPIRED,
    CANCELLED,
    RESENT,
    SENT,
    QUEUED,
    HELD;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
