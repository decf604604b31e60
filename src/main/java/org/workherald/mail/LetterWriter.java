package org.workherald.mail;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.workherald.mail.Letter.Due;
import org.workherald.mail.Letter.Fact;
import org.workherald.mail.Letter.Passage;
import org.workherald.notification.Event;
import org.workherald.notification.WorkItem;
import org.workherald.notification.WorkItem.Priority;

/** Picks from a work item what matters to one reader of one event. */
final class LetterWriter {

  private final Event event;
  private final WorkItem item;
  private final Language language;
  private final Words words;
  private final ZoneId zone;
  private final Moments moments;
  private final String preferences;
  private final Tone tone;
  private final List<Fact> facts = new ArrayList<>();
  private final List<Passage> passages = new ArrayList<>();

  /**
   * @param preferences as in {@link Letter}
   */
  LetterWriter(
      Event event, WorkItem item, Language language, ZoneId zone, Instant now, String preferences) {
    this.event = event;
    this.item = item;
    this.language = language;
    this.preferences = preferences;
    this.words = language.words();
    this.zone = zone;
    this.moments = new Moments(language.region(), zone, now);
    this.tone = Tone.of(event);
  }

  Letter write() {
    passage(words.exception(), item.exception());
    passage(words.comment(), item.comment());
    if (actor()) {
      passage(words.instructions(), item.instructions());
    }
    facts();
    boolean hasTimes =
        item.dueAt() != null
            || item.startedAt() != null
            || item.enqueuedAt() != null
            || item.occurredAt() != null;
    return new Letter(
        event,
        tone,
        language.tag(),
        words.direction(),
        CleanText.line(item.id()),
        Objects.requireNonNullElse(CleanText.line(item.subject()), "–"),
        tone.pressing() ? due() : null,
        link(item.url()),
        passages,
        facts,
        hasTimes ? zone.getId() : null,
        preferences);
  }

  private Due due() {
    return item.dueAt() == null
        ? null
        : new Due(
            moments.moment(item.dueAt()),
            moments.remaining(item.dueAt()),
            moments.overdue(item.dueAt()));
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
    fact(words.workflow(), item.workflow());
    fact(words.step(), item.step());
    fact(words.milestone(), item.milestone());
    if (!tone.pressing()) {
      fact(words.due(), item.dueAt());
    }
    if (item.priority() != null && item.priority() != Priority.NORMAL) {
      fact(words.priority(), words.urgency(item.priority()));
    }
    if (event.audience() != Event.Audience.PARTICIPANT) {
      // A participant is the assignee.
      fact(words.assignee(), item.assignee());
    }
    fact(words.queue(), item.queue());
    fact(words.originator(), item.originator());
    fact(words.started(), item.startedAt());
    if (!Objects.equals(item.enqueuedAt(), item.occurredAt())) {
      fact(words.enqueued(), item.enqueuedAt());
    }
    fact(words.occurred(), item.occurredAt());
    if (item.fields() != null) {
      item.fields().forEach((name, value) -> fact(CleanText.line(name), value));
    }
  }

  private void fact(String label, Instant value) {
    fact(label, moments.moment(value));
  }

  private void fact(String label, String value) {
    String line = CleanText.line(value);
    if (label != null && line != null) {
      facts.add(new Fact(label, line));
    }
  }

  private void passage(String label, String text) {
    List<String> lines = CleanText.lines(text);
    if (!lines.isEmpty()) {
      passages.add(new Passage(label, lines));
    }
  }

  /** Only what a browser opens and a reader expects: never {@code javascript:} and the like. */
  private static String link(String url) {
    if (url == null) {
      return null;
    }
    try {
      URI uri = new URI(url.strip());
      boolean web =
          "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
      return web && uri.getRawAuthority() != null ? uri.toASCIIString() : null;
    } catch (URISyntaxException notALink) {
      return null;
    }
  }
}
