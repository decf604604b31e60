package org.workherald.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.store.Dialect;
import org.workherald.store.LongReads;
import org.workherald.store.TooManyReads;

class NotificationListTest {

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void filters(Dialect dialect) {
    try (Parts parts = Parts.on(dialect)) {
      var assigned = id(parts.add(Event.STEP_ASSIGNED, "1", "kim@example.com"));
      parts.clock.move(Duration.ofHours(1));
      var noon = parts.clock.instant();
      var overdue = id(parts.add(Event.STEP_OVERDUE, "1", "kim@example.com", "lee@example.com"));
      parts.clock.move(Duration.ofHours(1));
      var cancelled = id(parts.add(Event.STEP_ASSIGNED, "2", "lee@example.com"));
      parts
          .test
          .database()
          .write(handle -> parts.outbox.cancel(handle, List.of(cancelled), "moot"));

      assertThat(list(parts, query().build())).containsExactly(cancelled, overdue, assigned);
      assertThat(list(parts, query().event(Event.STEP_ASSIGNED).build()))
          .containsExactly(cancelled, assigned);
      assertThat(list(parts, query().workItem("1").build())).containsExactly(overdue, assigned);
      assertThat(list(parts, query().since(noon).build())).containsExactly(cancelled, overdue);
      assertThat(list(parts, query().since(noon.plusMillis(1)).build())).containsExactly(cancelled);
      assertThat(list(parts, query().recipient("lee@example.com").build()))
          .containsExactly(cancelled, overdue);
      assertThat(list(parts, query().state(DeliveryState.CANCELLED).build()))
          .containsExactly(cancelled);
      assertThat(list(parts, query().state(DeliveryState.QUEUED).build()))
          .containsExactly(overdue, assigned);
      assertThat(
              list(parts, query().state(DeliveryState.QUEUED).recipient("lee@example.com").build()))
          .containsExactly(overdue);
      assertThat(list(parts, query().state(DeliveryState.SENT).build())).isEmpty();
      assertThat(list(parts, query().state(DeliveryState.FAILED).build())).isEmpty();
      assertThat(list(parts, query().event(Event.STEP_ASSIGNED).workItem("2").since(noon).build()))
          .containsExactly(cancelled);
    }
  }

  @Test
  void waitsForItsTurn() {
    try (Parts parts = Parts.on(Dialect.SQLITE)) {
      var none = new LongReads(parts.test.database(), 0, Duration.ZERO);
      var list = new NotificationList(none, parts.views);
      assertThatThrownBy(() -> list.page(query().build())).isInstanceOf(TooManyReads.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void pages(Dialect dialect) {
    try (Parts parts = Parts.on(dialect)) {
      List<UUID> all = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        all.add(0, id(parts.add(Event.STEP_ASSIGNED, "1", "kim@example.com")));
      }
      List<UUID> seen = new ArrayList<>();
      String cursor = null;
      int pages = 0;
      do {
        var parameters = new NotificationQuery.Parameters();
        parameters.limit = "3";
        parameters.cursor = cursor;
        var page = parts.list.page(parameters.query());
        page.notifications().forEach(view -> seen.add(view.id()));
        cursor = page.next();
        pages++;
      } while (cursor != null);
      assertThat(seen).isEqualTo(all);
      assertThat(pages).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void showsWhatIsQueuedAsHeldWhileTheLaneHolds(Dialect dialect) {
    try (Parts parts = Parts.on(dialect)) {
      var waiting = id(parts.add(Event.STEP_ASSIGNED, "1", "kim@example.com"));
      var now = parts.clock.instant();
      var later = now.plusSeconds(600);

      parts.lane.pause("refused", "the server is away", false, later);
      assertThat(delivery(parts, DeliveryState.QUEUED).nextAttemptAt()).isEqualTo(now);
      assertThat(list(parts, query().state(DeliveryState.HELD).build())).isEmpty();

      parts.lane.pause("unconfigured", "no mail server is set", true, later);
      var held = delivery(parts, DeliveryState.HELD);
      assertThat(held.state()).isEqualTo(DeliveryState.HELD);
      assertThat(held.reason()).isEqualTo("no mail server is set");
      assertThat(held.nextAttemptAt()).isEqualTo(later);
      assertThat(list(parts, query().state(DeliveryState.QUEUED).build())).isEmpty();
      assertThat(list(parts, query().build())).containsExactly(waiting);
      assertThat(parts.views.of(parts.draft(Event.STEP_ASSIGNED, "1", "a@b.c")).deliveries())
          .extracting(DeliveryView::state)
          .containsExactly(DeliveryState.HELD);

      parts.lane.hasten();
      parts.lane.resume(parts.lane.claimProbe(later).orElseThrow());
      assertThat(delivery(parts, DeliveryState.QUEUED).reason()).isNull();
    }
  }

  private static DeliveryView delivery(Parts parts, DeliveryState state) {
    return parts.list.page(query().state(state).build()).notifications().get(0).deliveries().get(0);
  }

  private static UUID id(Draft draft) {
    return draft.notification().id();
  }

  private static List<UUID> list(Parts parts, NotificationQuery query) {
    return parts.list.page(query).notifications().stream().map(NotificationView::id).toList();
  }

  private static Query query() {
    return new Query(null, null, null, null, null);
  }

  private record Query(
      DeliveryState state, Event event, String recipient, String workItem, Instant since) {

    Query state(DeliveryState state) {
      return new Query(state, event, recipient, workItem, since);
    }

    Query event(Event event) {
      return new Query(state, event, recipient, workItem, since);
    }

    Query recipient(String recipient) {
      return new Query(state, event, recipient, workItem, since);
    }

    Query workItem(String workItem) {
      return new Query(state, event, recipient, workItem, since);
    }

    Query since(Instant since) {
      return new Query(state, event, recipient, workItem, since);
    }

    NotificationQuery build() {
      return new NotificationQuery(state, event, recipient, workItem, since, 50, null);
    }
  }
}
