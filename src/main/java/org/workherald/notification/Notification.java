package org.workherald.notification;

import java.time.Instant;
import java.util.UUID;

/** A notification as accepted: what every one of its recipients is told. */
public record Notification(
    UUID id,
    Event event,
    WorkItem workItem,
    String replyTo,
    Instant createdAt,
    Instant expiresAt) {}
