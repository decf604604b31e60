package org.workherald.notification;

import java.time.Instant;
import java.util.UUID;
import org.workherald.trace.TraceContext;

/**
 * A notification as accepted: what every one of its recipients is told.
 *
 * @param trace the trace it was accepted in, or {@code null}
 */
public record Notification(
    UUID id,
    Event event,
    WorkItem workItem,
    String replyTo,
    Instant createdAt,
    Instant expiresAt,
    TraceContext trace) {}
