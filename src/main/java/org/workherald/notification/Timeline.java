package org.workherald.notification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.workherald.notification.History.Happened;
import org.workherald.notification.TimelineItem.By;
import org.workherald.notification.TimelineItem.What;
import org.workherald.outbox.Attempt;
import org.workherald.outbox.Attempt.Outcome;
import org.workherald.outbox.Entry;
import org.workherald.outbox.Lane.Pause;

/**
 * Tells what happened to one notification, in order, from its acceptance to how it stands now: put
 * together from its entries, their attempts, and what callers and operators did to it.
 */
final class Timeline {

  /** The latest that are told beside the acceptance. */
  static final int MOST = 500;

  /**
   * What comes first of all that has the same time: attempts before what was done about them, and
   * what was done in the order it was done in; that a mail went out is the end of it.
   */
  private enum Rank {
    BEGINNING,
    ATTEMPT,
    DEED,
    END,
    NOW
  }

  private record Ranked(Rank rank, TimelineItem item) {}

  private static final Comparator<Ranked> IN_ORDER =
      Comparator.<Ranked, Boolean>comparing(each -> each.rank == Rank.NOW)
          .thenComparing(each -> each.item.at())
          .thenComparing(Ranked::rank);

  private final Optional<Pause> pause;
  private final Instant now;
  private final List<Ranked> items = new ArrayList<>();

  /**
   * @param pause of the lane, holding or not
   */
  Timeline(Optional<Pause> pause, Instant now) {
    this.pause = pause;
    this.now = now;
  }

  /** All of it. */
  List<TimelineItem> of(
      Notification notification, By sender, List<Entry> entries, List<Happened> history) {
    entries.forEach(this::entry);
    for (var one : latest(history)) {
      var by = one.who() == null ? null : new By(one.who(), one.name());
      var recipient =
          entries.stream()
              .filter(entry -> entry.id().equals(one.delivery()))
              .map(Entry::recipient)
              .findFirst()
              .orElse(null);
      add(
          Rank.DEED,
          new TimelineItem(
              one.at(), one.what(), one.delivery(), recipient, by, null, sentence(one.detail())));
    }
    items.sort(IN_ORDER);
    var accepted =
        new TimelineItem(
            notification.createdAt(),
            What.ACCEPTED.word(),
            null,
            null,
            sender,
            null,
            about(notification, entries.size()));
    return Stream.concat(Stream.of(accepted), latest().stream()).toList();
  }

  private List<Happened> latest(List<Happened> history) {
    int over = history.size() - History.MOST;
    if (over <= 0) {
      return history;
    }
    var told = history.subList(over, history.size());
    add(
        Rank.BEGINNING,
        omitted(
            told.stream().map(Happened::at).min(Comparator.naturalOrder()).orElseThrow(),
            "What was done before the latest " + History.MOST + " changes is left out."));
    return told;
  }

  private static String about(Notification notification, int recipients) {
    return "Event %s of work item %s, for %s."
        .formatted(
            notification.event().id(),
            notification.workItem().id(),
            recipients == 1 ? "1 recipient" : recipients + " recipients");
  }

  private List<TimelineItem> latest() {
    var told = items.stream().map(Ranked::item).collect(Collectors.toCollection(ArrayList::new));
    int over = told.size() - MOST;
    if (over > 0) {
      var first = told.get(over);
      told.subList(0, over + 1).clear();
      told.add(0, omitted(first.at(), over + 1 + " earlier items are left out."));
    }
    return told;
  }

  private static TimelineItem omitted(Instant at, String detail) {
    return new TimelineItem(at, What.OMITTED.word(), null, null, null, null, detail);
  }

  private void add(Rank rank, TimelineItem item) {
    items.add(new Ranked(rank, item));
  }

  private void add(Rank rank, Instant at, What what, Entry entry, String detail) {
    add(rank, new TimelineItem(at, what.word(), entry.id(), entry.recipient(), null, null, detail));
  }

  private void entry(Entry entry) {
    var attempts = entry.attempts();
    if (attempts.size() >= Entry.MOST_ATTEMPTS) {
      add(
          Rank.BEGINNING,
          attempts.get(0).at(),
          What.OMITTED,
          entry,
          "Attempts before the latest " + Entry.MOST_ATTEMPTS + " are left out.");
    }
    for (int i = 0; i < attempts.size(); i++) {
      attempt(entry, attempts.get(i), i + 1 < attempts.size() ? attempts.get(i + 1) : null);
    }
    switch (entry.state()) {
      case SUPPRESSED ->
          add(Rank.BEGINNING, entry.createdAt(), What.SUPPRESSED, entry, sentence(entry.reason()));
      case FAILED ->
          add(Rank.END, entry.finishedAt(), What.FAILED, entry, sentence(entry.reason()));
      case EXPIRED ->
          add(Rank.END, entry.finishedAt(), What.EXPIRED, entry, sentence(entry.reason()));
      case SENT -> sent(entry);
      case QUEUED -> waiting(entry);
      case CANCELLED -> {
        // Who did it tells it.
      }
    }
  }

  private static String sentence(String reason) {
    return reason == null ? null : reason.endsWith(".") ? reason : reason + ".";
  }

  private void attempt(Entry entry, Attempt attempt, Attempt next) {
    boolean sent = attempt.outcome() == Outcome.SENT;
    add(
        sent ? Rank.END : Rank.ATTEMPT,
        new TimelineItem(
            attempt.at(),
            attempt.outcome().word(),
            entry.id(),
            entry.recipient(),
            null,
            attempt.cause(),
            Stream.of(
                    sent ? "The mail server took it." : sentence(attempt.detail()),
                    attempt.reply() == null ? null : "It said: \"" + attempt.reply() + "\".",
                    whatCameNext(entry, attempt, next))
                .filter(part -> part != null)
                .collect(Collectors.joining(" "))));
  }

  /** After this attempt. */
  private static String whatCameNext(Entry entry, Attempt attempt, Attempt next) {
    return switch (attempt.outcome()) {
      case SENT -> null;
      case REJECTED -> "Not tried again by itself.";
      case MISCONFIGURED -> "All mails were held then, and it cost this one no try.";
      case TRANSIENT -> {
        if (next != null) {
          yield "The next attempt was at " + next.at() + ".";
        }
        yield switch (entry.state()) {
          case QUEUED -> "To be tried again.";
          case FAILED -> "Given up.";
          default -> null;
        };
      }
    };
  }

  /** The attempt may be missing when it could not be recorded. */
  private void sent(Entry entry) {
    if (entry.attempts().stream().noneMatch(attempt -> attempt.outcome() == Outcome.SENT)) {
      add(Rank.END, entry.finishedAt(), What.SENT, entry, "The mail server took it.");
    }
  }

  private void waiting(Entry entry) {
    boolean held = pause.filter(Pause::holding).isPresent();
    add(Rank.NOW, now, held ? What.HELD : What.QUEUED, entry, whatFor(entry));
  }

  private String whatFor(Entry entry) {
    var until = entry.expiresAt() == null ? "" : " It expires at " + entry.expiresAt() + ".";
    if (entry.underWay()) {
      return "Being sent just now.";
    }
    if (pause.isPresent()) {
      var stop = pause.get();
      return sentence(stop.reason())
          + (stop.holding() ? " All mails are held" : " All mails wait")
          + " since "
          + stop.since()
          + "; the mail server is looked at again at "
          + stop.resumeAt()
          + "."
          + until;
    }
    return entry.nextAttemptAt().isAfter(now)
        ? "Waits for its next attempt at " + entry.nextAttemptAt() + "." + until
        : "Due, and waits for its turn." + until;
  }
}
