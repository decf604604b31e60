package org.workherald.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.notification.TimelineItem.By;
import org.workherald.outbox.Attempt;
import org.workherald.outbox.Attempt.Outcome;
import org.workherald.outbox.Entry;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.Settlement;
import org.workherald.store.Dialect;

/** All that happened to a notification, in order, and by whom. */
@Timeout(60)
class TimelineTest {

  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final String KIM = "kim@example.com";
  private static final String LEE = "lee@example.com";

  private Parts parts;
  private UUID id;

  private void accept(Dialect dialect, String... emails) {
    parts = Parts.emptied(dialect);
    id = parts.add(Event.STEP_ASSIGNED, "4711", emails).notification().id();
  }

  /** Time goes on, and what is due is tried. */
  private void tried(Function<Entry, Settlement> outcome) {
    parts.clock.move(Duration.ofHours(1));
    triedAtOnce(outcome);
  }

  private void triedAtOnce(Function<Entry, Settlement> outcome) {
    var lease = parts.outbox.claim(100, LEASE).orElseThrow();
    var entries = entries();
    var settlements =
        lease.entries().stream()
            .map(leased -> entries.stream().filter(e -> e.id().equals(leased.id())).findFirst())
            .map(Optional::orElseThrow)
            .map(outcome)
            .toList();
    parts.outbox.settle(lease.token(), settlements);
    parts.outbox.done(lease);
  }

  private List<Entry> entries() {
    return parts
        .test
        .database()
        .read(handle -> parts.outbox.find(handle, List.of(id)).getOrDefault(id, List.of()));
  }

  private Attempt attempt(Outcome outcome, String reply, String cause, String detail) {
    return new Attempt(
        parts.clock.instant(), outcome, reply, cause, detail, "localhost:25", null, 3);
  }

  private Settlement sent(Entry entry) {
    return new Settlement.Sent(entry.id(), attempt(Outcome.SENT, "250 2.0.0 ok", null, null));
  }

  private Settlement later(Entry entry) {
    return new Settlement.Retry(
        entry.id(),
        attempt(Outcome.TRANSIENT, "450 4.2.0 busy", "throttled", "The server is busy."),
        parts.clock.instant().plusSeconds(60),
        "busy");
  }

  private Settlement refused(Entry entry) {
    return new Settlement.Failed(
        entry.id(),
        attempt(Outcome.REJECTED, "550 no", "recipient-refused", "The recipient is unknown."),
        "The recipient is unknown.");
  }

  private List<TimelineItem> timeline() {
    return parts
        .test
        .database()
        .<Optional<NotificationView>>read(
            handle -> parts.views.story(handle, id, parts.views.pause()))
        .orElseThrow()
        .timeline();
  }

  private List<String> whats() {
    return timeline().stream().map(TimelineItem::what).toList();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void fromAcceptanceToTheEnd(Dialect dialect) {
    accept(dialect, KIM);
    Instant accepted = parts.clock.instant();
    tried(this::later);
    Instant first = parts.clock.instant();
    tried(this::refused);
    Instant second = parts.clock.instant();
    parts.clock.move(Duration.ofHours(1));
    parts.course().resend(id);
    Instant again = parts.clock.instant();
    assertThat(timeline())
        .last()
        .satisfies(
            now -> {
              assertThat(now.what()).isEqualTo("queued");
              assertThat(now.detail()).isEqualTo("Due, and waits for its turn.");
            });
    tried(this::sent);
    Instant third = parts.clock.instant();

    UUID delivery = entries().get(0).id();
    assertThat(timeline())
        .containsExactly(
            new TimelineItem(
                accepted,
                "accepted",
                null,
                null,
                new By("test", "the tests"),
                null,
                "Event step.assigned of work item 4711, for 1 recipient."),
            new TimelineItem(
                first,
                "transient",
                delivery,
                KIM,
                null,
                "throttled",
                "The server is busy. It said: \"450 4.2.0 busy\". The next attempt was at "
                    + second
                    + "."),
            new TimelineItem(
                second,
                "rejected",
                delivery,
                KIM,
                null,
                "recipient-refused",
                "The recipient is unknown. It said: \"550 no\". Not tried again by itself."),
            new TimelineItem(
                second, "failed", delivery, KIM, null, null, "The recipient is unknown."),
            new TimelineItem(
                again,
                "resent",
                null,
                null,
                new By("system", "system"),
                null,
                "1 delivery is queued again."),
            new TimelineItem(
                third,
                "sent",
                delivery,
                KIM,
                null,
                null,
                "The mail server took it. It said: \"250 2.0.0 ok\"."));
    assertThat(list().get(0).timeline()).as("in lists").isNull();
  }

  private List<NotificationView> list() {
    return parts
        .test
        .database()
        .read(handle -> parts.views.find(handle, List.of(id), Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatWasDoneAtTheSameInstantIsInTheOrderItWasDone(Dialect dialect) {
    accept(dialect, KIM, LEE);
    for (int i = 0; i < 3; i++) {
      parts.course().cancel(id);
      parts.course().resend(id);
    }
    triedAtOnce(this::refused);
    parts.course().resend(id);
    parts.course().cancelAll("4711");
    parts.course().resend(id);
    triedAtOnce(this::sent);
    assertThat(whats())
        .containsExactly(
            "accepted",
            "rejected",
            "rejected",
            "cancelled",
            "resent",
            "cancelled",
            "resent",
            "cancelled",
            "resent",
            "failed",
            "failed",
            "resent",
            "cancelled",
            "resent",
            "sent",
            "sent");
    assertThat(timeline())
        .filteredOn(item -> item.what().equals("cancelled"))
        .extracting(TimelineItem::detail)
        .containsExactly(
            "2 deliveries are not to be sent any more: cancelled by request.",
            "2 deliveries are not to be sent any more: cancelled by request.",
            "2 deliveries are not to be sent any more: cancelled by request.",
            "2 deliveries are not to be sent any more: the work item is done with.");
  }

  @Test
  void nothingIsToldOfWhatChangedNothing() {
    accept(Dialect.SQLITE, KIM);
    tried(this::sent);
    parts.course().cancel(id);
    parts.course().cancelAll("4711");
    parts.course().resend(id);
    assertThat(whats()).containsExactly("accepted", "sent");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aWorkItemWithManyNotificationsIsCancelledForEachOfThem(Dialect dialect) {
    accept(dialect, KIM);
    tried(this::sent);
    var others =
        IntStream.range(0, 500)
            .mapToObj(i -> parts.add(Event.STEP_REMINDER, "4711", KIM, LEE).notification().id())
            .toList();
    assertThat(parts.course().cancelAll("4711").cancelled()).isEqualTo(1_000);
    assertThat(whats()).containsExactly("accepted", "sent");
    for (var other : List.of(others.get(0), others.get(499))) {
      id = other;
      assertThat(whats()).containsExactly("accepted", "cancelled");
      assertThat(timeline().get(1).by()).isEqualTo(new By("system", "system"));
      assertThat(timeline().get(1).detail()).startsWith("2 deliveries are not to be sent");
    }

    parts.clock.move(Duration.ofDays(31));
    while (parts.store.purge(parts.clock.instant(), 1_000) > 0) {
      // until nothing is left
    }
    assertThat(rows()).isZero();
  }

  private int rows() {
    return parts
        .test
        .database()
        .read(
            handle ->
                handle.createQuery("SELECT COUNT(*) FROM history").mapTo(Integer.class).one());
  }

  @Test
  void whatItWaitsFor() {
    accept(Dialect.SQLITE, KIM);
    tried(this::later);
    assertThat(timeline())
        .last()
        .satisfies(
            now -> {
              assertThat(now.what()).isEqualTo("queued");
              assertThat(now.at()).isEqualTo(parts.clock.instant());
              assertThat(now.detail())
                  .isEqualTo(
                      "Waits for its next attempt at "
                          + parts.clock.instant().plusSeconds(60)
                          + ".");
            });
    assertThat(timeline().get(1).detail()).endsWith("To be tried again.");

    Instant since = parts.clock.instant();
    parts.lane.pause("login-refused", "The login was refused", true, since.plusSeconds(30));
    assertThat(timeline())
        .last()
        .satisfies(
            now -> {
              assertThat(now.what()).isEqualTo("held");
              assertThat(now.detail())
                  .isEqualTo(
                      "The login was refused. All mails are held since "
                          + since
                          + "; the mail server is looked at again at "
                          + since.plusSeconds(30)
                          + ".");
            });
    parts.course().resend(id);
    assertThat(timeline())
        .filteredOn(item -> item.what().equals("resent"))
        .extracting(TimelineItem::detail)
        .containsExactly("1 delivery is held, and tried as soon as the mail server can be.");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void howeverOftenWhatIsHeldIsResentItIsToldOnce(Dialect dialect) {
    accept(dialect, KIM);
    var until = parts.clock.instant().plusSeconds(30);
    parts.lane.pause("login-refused", "The login was refused", true, until);
    for (int i = 0; i < 5; i++) {
      parts.course().resend(id);
    }
    assertThat(whats()).containsExactly("accepted", "resent", "held");
    assertThat(rows()).isEqualTo(1);
    // Again only once something was done in between.
    parts.course().cancel(id);
    parts.course().resend(id);
    parts.course().resend(id);
    assertThat(whats()).containsExactly("accepted", "resent", "cancelled", "resent", "held");
    assertThat(rows()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatIsLeftOutOfAllThatWasDoneIsTold(Dialect dialect) {
    accept(dialect, KIM);
    for (int i = 0; i < History.MOST / 2; i++) {
      parts.course().cancel(id);
      parts.course().resend(id);
    }
    assertThat(whats()).hasSize(1 + History.MOST + 1).doesNotContain("omitted");
    parts.course().cancel(id);
    assertThat(whats()).hasSize(1 + 1 + History.MOST);
    assertThat(timeline().get(1).what()).isEqualTo("omitted");
    assertThat(timeline().get(1).detail())
        .isEqualTo("What was done before the latest 200 changes is left out.");
    assertThat(timeline().get(2).what()).isEqualTo("resent");
  }

  @Test
  void expiredAndSuppressed() {
    accept(Dialect.SQLITE, KIM);
    var expiring = parts.clock.instant().plusSeconds(60);
    var plain = Parts.request(Event.STEP_ASSIGNED, "4712", KIM);
    var request =
        new NotificationRequest(
            plain.event(), plain.workItem(), plain.recipients(), null, expiring);
    var draft = parts.drafts.make(request, parts.drafts.users(List.of(request)), "test");
    parts.add(draft);
    id = draft.notification().id();
    parts.clock.move(Duration.ofMinutes(2));
    assertThat(parts.outbox.expire(10)).isEqualTo(1);
    assertThat(whats()).containsExactly("accepted", "expired");
    assertThat(timeline().get(1).at()).isEqualTo(parts.clock.instant());
    parts.clock.move(Duration.ofMinutes(2));
    parts.course().resend(id);
    assertThat(whats()).containsExactly("accepted", "expired", "resent", "queued");
    assertThat(timeline().get(1).detail()).isEqualTo("not sent before its expiry.");
    assertThat(timeline().get(1).recipient()).isEqualTo(KIM);
  }

  @Test
  void aSuppressedDeliveryIsToldOfAfterTheAcceptance() {
    var now = Instant.parse("2026-11-23T09:00:00Z");
    var entry =
        new Entry(
            UUID.randomUUID(),
            UUID.randomUUID(),
            KIM,
            "{}",
            EntryState.SUPPRESSED,
            "the user has switched mails about this event off",
            now,
            now,
            null,
            now,
            false,
            List.of());
    assertThat(story(now, entry))
        .extracting(TimelineItem::what)
        .containsExactly("accepted", "suppressed");
  }

  @Test
  void howeverMuchHappenedItHasAnEnd() {
    var start = Instant.parse("2026-11-23T09:00:00Z");
    var attempts =
        IntStream.range(0, Entry.MOST_ATTEMPTS)
            .mapToObj(
                i ->
                    new Attempt(
                        start.plusSeconds(i), Outcome.TRANSIENT, "450", null, "x", "s", null, 1))
            .toList();
    var entries =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    new Entry(
                        UUID.randomUUID(),
                        id,
                        "r" + i + "@example.com",
                        "{}",
                        EntryState.QUEUED,
                        null,
                        start,
                        start.plusSeconds(60),
                        null,
                        null,
                        false,
                        attempts))
            .toArray(Entry[]::new);
    var one = story(start.plusSeconds(55), entries[0]);
    assertThat(one).hasSize(1 + 1 + Entry.MOST_ATTEMPTS + 1);
    assertThat(one.get(1).what()).isEqualTo("omitted");
    assertThat(one.get(1).detail()).contains("Attempts before the latest 50");

    var all = story(start.plusSeconds(55), entries);
    assertThat(all).hasSize(1 + Timeline.MOST);
    assertThat(all.get(0).what()).isEqualTo("accepted");
    assertThat(all.get(1).what()).isEqualTo("omitted");
    assertThat(all.get(1).detail()).isEqualTo("4701 earlier items are left out.");
    assertThat(all.subList(401, 501)).extracting(TimelineItem::what).containsOnly("queued");
  }

  private static List<TimelineItem> story(Instant now, Entry... entries) {
    var notification =
        new Notification(
            UUID.randomUUID(), Event.STEP_ASSIGNED, Parts.item("1"), null, now, null, null);
    return new Timeline(Optional.empty(), now)
        .of(notification, new By("a", "b"), List.of(entries), List.of());
  }
}
