package org.workherald.mail;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.workherald.http.WebAddress;
import org.workherald.notification.Event;
import org.workherald.notification.Recipient;
import org.workherald.notification.WorkItem;
import org.workherald.notification.WorkItem.Priority;

/**
 * Makes the data of templates for one reader of one event: all terms of the {@link
 * org.workherald.template.Vocabulary}, everything cleaned, in the reader's language, and empty
 * where there is nothing to say. Picks from the work item what matters.
 */
final class LetterWriter {

  private final Event event;
  private final WorkItem item;
  private final Recipient reader;
  private final Language language;
  private final ZoneId zone;
  private final Instant now;
  private final Moments moments;
  private final Tone tone;

  /** All about the work item: facts and passages are a choice of it. */
  private final Map<String, Object> written;

  private final List<Map<String, Object>> facts = new ArrayList<>();
  private final List<Map<String, Object>> passages = new ArrayList<>();

  LetterWriter(
      Event event, WorkItem item, Recipient reader, Language language, ZoneId zone, Instant now) {
    this.event = event;
    this.item = item;
    this.reader = reader;
    this.language = language;
    this.zone = zone;
    this.now = now;
    this.moments = new Moments(language.region(), zone, now);
    this.tone = Tone.of(event);
    this.written = new ItemWriter(item, language.words(), moments).write();
  }

  /**
   * @param preferences the address of the page where readers choose mails, or empty
   */
  Map<String, Object> write(String preferences) {
    passage("exception");
    passage("comment");
    if (actor()) {
      passage("instructions");
    }
    facts();
    Words words = language.words();
    String news = words.news(event);
    Map<String, Object> data = new HashMap<>();
    data.put("event", event.id());
    data.put("language", language.tag());
    data.put("direction", language.direction());
    data.put("start", language.direction().equals("rtl") ? "right" : "left");
    data.put("tone", tone.name());
    data.put("color", tone.color());
    data.put("prefix", words.prefix(event));
    data.put("news", news);
    data.put("ask", words.ask(event));
    data.put("why", words.why(event.audience()));
    data.put("automatic", words.automatic());
    data.put("change", words.change());
    data.put("words", with(words.labels().plain(), news));
    data.put("labels", with(words.labels().labelled(), words.labelled(news)));
    data.put("item", written);
    data.put("facts", facts);
    data.put("passages", passages);
    data.put(
        "recipient", Map.of("email", reader.email(), "name", text(CleanText.line(reader.name()))));
    data.put("preferences", preferences);
    data.put("zone", zone.getId());
    data.put("times", hasTimes() ? words.times(zone.getId()) : "");
    data.put("now", moments.moment(now));
    return data;
  }

  private static Map<String, Object> with(Map<String, String> labels, String news) {
    Map<String, Object> all = new HashMap<>(labels);
    all.put("news", news);
    return all;
  }

  private boolean hasTimes() {
    return item.dueAt() != null
        || item.startedAt() != null
        || item.enqueuedAt() != null
        || item.occurredAt() != null;
  }

  /** Whether the reader may have to act on the step: instructions are for nobody else. */
  private boolean actor() {
    return switch (event.audience()) {
      case PARTICIPANT -> true;
      case NAMED -> tone.pressing();
      case TRACKER, ORIGINATOR -> false;
    };
  }

  private void facts() {
    fact("workflow");
    fact("step");
    fact("milestone");
    if (!tone.pressing()) {
      fact("due");
    }
    if (item.priority() != Priority.NORMAL) {
      fact("priority");
    }
    if (event.audience() != Event.Audience.PARTICIPANT) {
      // A participant is the assignee.
      fact("assignee");
    }
    fact("queue");
    fact("originator");
    fact("started");
    if (!Objects.equals(item.enqueuedAt(), item.occurredAt())) {
      fact("enqueued");
    }
    fact("occurred");
    if (item.fields() != null) {
      item.fields()
          .forEach(
              (name, value) -> {
                String label = CleanText.line(name);
                if (label != null) {
                  fact(label, language.words().labelled(label), value);
                }
              });
    }
  }

  /**
   * @param name in the vocabulary: of the label, and of what the work item has there
   */
  private void fact(String name) {
    fact(
        language.words().labels().plain(name),
        language.words().labels().labelled(name),
        (String) written.get(name));
  }

  private void fact(String label, String labelled, String value) {
    String line = CleanText.line(value);
    if (line != null) {
      facts.add(Map.of("label", label, "labelled", labelled, "value", line));
    }
  }

  private void passage(String name) {
    String text = (String) written.get(name);
    if (!text.isEmpty()) {
      passages.add(
          Map.of(
              "label", language.words().labels().plain(name),
              "labelled", language.words().labels().labelled(name),
              "text", text));
    }
  }

  /** What templates can work with: nothing is {@code null} there. */
  static String text(String text) {
    return text == null ? "" : text;
  }

  /** Only what a browser opens and a reader expects: never {@code javascript:} and the like. */
  static String link(String url) {
    String address = text(url).strip();
    return WebAddress.Syntax.isWebAddress(address) ? URI.create(address).toASCIIString() : "";
  }
}
