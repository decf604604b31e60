package org.workherald.mail;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.workherald.mail.MimeComposer.Sender;
import org.workherald.notification.Event;
import org.workherald.notification.Notification;
import org.workherald.notification.Recipient;
import org.workherald.notification.WorkItem;
import org.workherald.notification.WorkItem.Priority;

/** Work items to write about. */
final class WorkItems {

  static final Sender SENDER = new Sender("workflow@example.com", "Workflow Engine", null);
  static final String MESSAGE_ID = "01936f3e-5c00-7000-8000-000000004711@example.com";
  static final Instant DATE = Instant.parse("2026-11-23T09:00:01Z");

  /** When it is written: some days before it is due. */
  static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

  /** When it is overdue: by some hours. */
  static final Instant LATE = Instant.parse("2026-11-27T19:20:00Z");

  private WorkItems() {}

  /** A work item with everything in it. */
  static WorkItem full() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Amount", "1,200.00 EUR");
    fields.put("Cost centre", "4420 Facilities & <Services>");
    return new WorkItem(
        "4711",
        "Approve invoice 4711",
        "Invoice approval",
        "Approve",
        "Check the amount against the order.\nAsk purchasing if it differs by more than 2 %.",
        "Inbox",
        "Alex Stone",
        "Kim Lee",
        Priority.HIGH,
        "https://navigator.example.com/?item=4711&view=full",
        Instant.parse("2026-11-20T09:00:00Z"),
        Instant.parse("2026-11-23T08:30:00Z"),
        Instant.parse("2026-11-23T09:00:00Z"),
        Instant.parse("2026-11-27T16:00:00Z"),
        "Budget checked",
        "The ledger does not answer: connection refused.",
        "The order number is missing.\n\nPlease add it.",
        fields);
  }

  /** A work item with nothing but what it must have. */
  static WorkItem bare(String id, String subject) {
    return new WorkItem(
        id, subject, null, null, null, null, null, null, null, null, null, null, null, null, null,
        null, null, null);
  }

  /** A work item with the same text everywhere that callers may put text. */
  static WorkItem everywhere(String text) {
    return new WorkItem(
        text,
        text,
        text,
        text,
        text,
        text,
        text,
        text,
        null,
        text,
        null,
        null,
        null,
        null,
        text,
        text,
        text,
        Map.of(text, text));
  }

  static Notification about(Event event, WorkItem item) {
    return new Notification(new UUID(0, 1), event, item, null, Instant.EPOCH, null, null);
  }

  static Recipient reader(String locale, String timeZone) {
    return new Recipient("kim@example.com", "Kim Lee", locale, timeZone);
  }
}
