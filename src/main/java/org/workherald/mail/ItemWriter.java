package org.workherald.mail;

import java.util.HashMap;
import java.util.Map;
import org.workherald.notification.WorkItem;

/** Makes the data about the work item itself, cleaned, and in the reader's language. */
final class ItemWriter {

  private final WorkItem item;
  private final Words words;
  private final Moments moments;
  private final Map<String, Object> data = new HashMap<>();

  ItemWriter(WorkItem item, Words words, Moments moments) {
    this.item = item;
    this.words = words;
    this.moments = moments;
  }

  Map<String, Object> write() {
    line("id", item.id());
    String subject = CleanText.line(item.subject());
    put("subject", subject == null ? "–" : subject);
    line("workflow", item.workflow());
    line("step", item.step());
    lines("instructions", item.instructions());
    line("queue", item.queue());
    line("originator", item.originator());
    line("assignee", item.assignee());
    put("priority", item.priority() == null ? null : words.urgency(item.priority()));
    line("milestone", item.milestone());
    lines("exception", item.exception());
    lines("comment", item.comment());
    put("url", LetterWriter.link(item.url()));
    put("started", moments.moment(item.startedAt()));
    put("enqueued", moments.moment(item.enqueuedAt()));
    put("occurred", moments.moment(item.occurredAt()));
    put("due", moments.moment(item.dueAt()));
    put("remaining", moments.remaining(item.dueAt()));
    put("overdue", moments.overdue(item.dueAt()));
    Map<String, Object> fields = new HashMap<>();
    if (item.fields() != null) {
      item.fields().forEach((name, value) -> fields.put(name, joined(value)));
    }
    data.put("fields", fields);
    return data;
  }

  private void line(String name, String text) {
    put(name, CleanText.line(text));
  }

  private void lines(String name, String text) {
    put(name, joined(text));
  }

  private static String joined(String text) {
    return String.join("\n", CleanText.lines(text));
  }

  private void put(String name, String text) {
    data.put(name, LetterWriter.text(text));
  }
}
