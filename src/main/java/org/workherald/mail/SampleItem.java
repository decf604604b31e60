package org.workherald.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.workherald.notification.Event;
import org.workherald.notification.WorkItem;
import org.workherald.notification.WorkItem.Priority;

/** A work item to show templates with. */
final class SampleItem {

  private SampleItem() {}

  /** One with everything in it; what is overdue is late. */
  static WorkItem about(Event event, Instant now) {
    boolean late = event.id().endsWith("overdue");
    return new WorkItem(
        "4711",
        "Approve invoice 4711",
        "Invoice approval",
        "Approve",
        "Check the amount against the order.\nThen approve it.",
        "Inbox",
        "Alex Stone",
        "Kim Lee",
        Priority.HIGH,
        "https://navigator.example.com/?item=4711",
        now.minus(Duration.ofDays(3)),
        now.minus(Duration.ofDays(1)),
        now,
        late ? now.minus(Duration.ofHours(3)) : now.plus(Duration.ofDays(2)),
        "Budget checked",
        "The ledger does not answer.",
        "The order number is missing.",
        Map.of("Amount", "1,200.00 EUR"));
  }
}
