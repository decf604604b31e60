package org.workherald.notification;

import java.time.Instant;
import java.util.Map;

/**
 * The work item that an event is about, as the caller describes it. Everything but {@code id} and
 * {@code subject} may be {@code null}.
 */
public record WorkItem(
    String id,
    String subject,
    String workflow,
    String step,
    String instructions,
    String queue,
    String originator,
    String assignee,
    Priority priority,
    String url,
    Instant startedAt,
    Instant enqueuedAt,
    Instant occurredAt,
    Instant dueAt,
    String milestone,
    String exception,
    String comment,
    Map<String, String> fields) {

  /** How urgent the work is. */
  public enum Priority {
    LOW,
    NORMAL,
    HIGH
  }
}
