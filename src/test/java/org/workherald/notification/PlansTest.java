package org.workherald.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.outbox.Lane;
import org.workherald.outbox.Outbox;
import org.workherald.store.Database;
import org.workherald.store.Dialect;
import org.workherald.store.Ids;
import org.workherald.store.LongReads;
import org.workherald.store.MovableClock;
import org.workherald.store.Plans;
import org.workherald.store.Plans.Access;
import org.workherald.store.TestDatabase;

/** With many rows, nothing that is done often looks at all of them. */
@ParameterizedClass
@EnumSource(Dialect.class)
class PlansTest {

  private static final int ROWS = 20_000;

  private static Seeded seeded;

  PlansTest(Dialect dialect) {
    if (seeded == null || seeded.dialect != dialect) {
      close();
      seeded = new Seeded(dialect);
    }
  }

  @AfterAll
  static void close() {
    if (seeded != null) {
      seeded.close();
      seeded = null;
    }
  }

  @Test
  void claimsComeFromTheBeginningsOfTheirRanges() {
    assertOnly(() -> seeded.outbox.claim(50, Duration.ofMinutes(2)), "outbox_due");
    assertOnly(() -> seeded.outbox.due(50), "outbox_due");
  }

  @Test
  void housekeepingFindsWhatIsOverdue() {
    assertOnly(() -> seeded.outbox.expire(500), "outbox_expiry");
    assertOnly(
        () -> seeded.store.purge(seeded.clock.instant().minus(Duration.ofHours(1)), 500),
        "outbox_finished",
        "outbox_message");
  }

  @Test
  void countingLooksAtWhatIsQueuedOnly() {
    assertThat(seeded.plans.of(() -> seeded.outbox.depth()))
        .extracting(Access::index)
        .containsOnly("outbox_due", "id");
  }

  @Test
  void aWorkItemIsCancelledByItsIndex() {
    assertOnly(() -> seeded.cancelWorkItem("item 20"), "notification_work_item", "outbox_message");
  }

  @Test
  void listsComeFromAnIndex() {
    assertOnly(list(null, Event.STEP_OVERDUE, null, null, null), "notification_event");
    assertOnly(list(null, null, "reader7@example.com", null, null), "outbox_recipient");
    assertOnly(
        list(DeliveryState.SENT, null, "reader7@example.com", null, null), "outbox_recipient");
    assertOnly(list(null, null, null, "item 7", null), "notification_work_item");
    assertOnly(list(null, null, null, null, seeded.clock.instant().minusSeconds(60)), "id");
    for (DeliveryState rare :
        List.of(DeliveryState.FAILED, DeliveryState.CANCELLED, DeliveryState.EXPIRED)) {
      assertOnly(list(rare, null, null, null, null), "outbox_trouble");
    }
  }

  /** From the newest on, until a page is full; what few there are that wait, all at once. */
  @Test
  void listsOfWhatIsNotRareAreWalkedInTheirOrder() {
    assertInOrder(list(null, null, null, null, null));
    assertInOrder(list(DeliveryState.SENT, null, null, null, null));
    assertInOrder(list(DeliveryState.QUEUED, null, null, null, null));
  }

  private static Runnable list(
      DeliveryState state, Event event, String recipient, String workItem, Instant since) {
    var query = new NotificationQuery(state, event, recipient, workItem, since, 50, null);
    return () -> seeded.list.page(query);
  }

  /** By these indexes, and then by what belongs together; nowhere from one end to the other. */
  private static void assertOnly(Runnable work, String... indexes) {
    var accesses = seeded.plans.of(work);
    assertThat(accesses).as("%s: %s", seeded.dialect, accesses).noneMatch(Access::all);
    Set<String> used = accesses.stream().map(Access::index).collect(Collectors.toSet());
    assertThat(used).contains(indexes).doesNotContain("none");
    used.removeAll(Set.of(indexes));
    assertThat(used).isSubsetOf("id", "outbox_message");
  }

  private static void assertInOrder(Runnable work) {
    assertThat(seeded.plans.of(work))
        .isNotEmpty()
        .allMatch(access -> Set.of("id", "outbox_message", "outbox_due").contains(access.index()));
  }

  private static final class Seeded implements AutoCloseable {
    final Dialect dialect;
    final MovableClock clock = new MovableClock();
    final TestDatabase test;
    final Plans plans;
    final Outbox outbox;
    final NotificationStore store;
    final NotificationList list;

    Seeded(Dialect dialect) {
      this.dialect = dialect;
      test = TestDatabase.open(dialect, clock);
      test.database().write(this::fill);
      test.database()
          .write(handle -> dialect == Dialect.POSTGRESQL ? handle.execute("ANALYZE") : 0);
      plans = test.plans("outbox", "notification");
      Database database = plans.database();
      outbox = new Outbox(database, clock, new Ids(clock));
      store = new NotificationStore(database, outbox);
      var lane = new Lane(database, clock);
      list =
          new NotificationList(
              new LongReads(database, 1, Duration.ZERO),
              new NotificationViews(store, outbox, new RecipientCodec(), lane, clock));
    }

    private int fill(Handle handle) {
      var ids = new Ids(clock);
      var notifications =
          handle.prepareBatch(
              """
              INSERT INTO notification (id, event, work_item, caller, caller_name, created_at, body)
              VALUES (?, ?, ?, 'caller', 'name', ?, '{}')
              """);
      var entries =
          handle.prepareBatch(
              """
              INSERT INTO outbox (id, message, share, recipient, payload, urgent, state, created_at,
                                  next_attempt_at, expires_at, failures, finished_at)
              VALUES (?, ?, ?, ?, '{}', ?, ?, ?, ?, ?, 0, ?)
              """);
      Event[] events = Event.values();
      for (int i = 0; i < ROWS; i++) {
        clock.move(Duration.ofSeconds(1));
        Instant now = clock.instant();
        UUID id = ids.next();
        notifications
            .bind(0, id)
            .bind(1, events[i % 200 == 0 ? i / 200 % events.length : 0].id())
            .bind(2, "item " + i % (ROWS / 4))
            .bind(3, now)
            .add();
        // Some wait, most are sent, few have ended otherwise.
        String state =
            i % 20 == 0
                ? "queued"
                : i % 50 == 1 ? List.of("failed", "cancelled", "expired").get(i % 7 % 3) : "sent";
        boolean queued = state.equals("queued");
        entries
            .bind(0, ids.next())
            .bind(1, id)
            .bind(2, "caller " + i % 7)
            .bind(3, "reader" + i % 1_000 + "@example.com")
            .bind(4, i % 100 == 0 ? 1 : 0)
            .bind(5, state)
            .bind(6, now)
            .bind(7, now)
            .bind(8, i % 60 == 0 ? now.plus(Duration.ofDays(1)) : null)
            .bind(9, queued ? null : now)
            .add();
      }
      notifications.execute();
      entries.execute();
      return ROWS;
    }

    int cancelWorkItem(String item) {
      return plans
          .database()
          .write(handle -> outbox.cancel(handle, store.pending(handle, item), "done"))
          .size();
    }

    @Override
    public void close() {
      plans.close();
      test.close();
    }
  }
}
