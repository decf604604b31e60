package org.workherald.notification;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.workherald.outbox.Entry;
import org.workherald.outbox.Lane;
import org.workherald.outbox.Lane.Pause;
import org.workherald.outbox.Outbox;
import org.workherald.store.Interval;

/** Shows notifications with their deliveries as they stand. */
@Singleton
class NotificationViews {

  /** How old the knowledge about a pause may be that the answer to a new notification shows. */
  private static final Interval GLANCE = new Interval(Duration.ofSeconds(1));

  private record Glance(Instant at, Optional<Pause> hold) {}

  private final NotificationStore store;
  private final Outbox outbox;
  private final RecipientCodec codec;
  private final Lane lane;
  private final Clock clock;
  private volatile Glance glance = new Glance(Instant.MIN, Optional.empty());

  NotificationViews(
      NotificationStore store, Outbox outbox, RecipientCodec codec, Lane lane, Clock clock) {
    this.store = store;
    this.outbox = outbox;
    this.codec = codec;
    this.lane = lane;
    this.clock = clock;
  }

  /** The pause because of which queued entries read as held, if there is one. */
  Optional<Pause> hold() {
    return pause().filter(Pause::holding);
  }

  /** A notification that was just stored. */
  NotificationView of(Draft draft) {
    var now = draft.notification().createdAt();
    var hold = recentHold();
    var deliveries = new ArrayList<DeliveryView>();
    for (int i = 0; i < draft.entries().size(); i++) {
      deliveries.add(DeliveryView.of(draft.entries().get(i), draft.recipients().get(i), now, hold));
    }
    return NotificationView.of(draft.notification(), deliveries);
  }

  /** The notifications with these ids, in the same order; those that are not there left out. */
  List<NotificationView> find(Handle handle, Collection<UUID> ids, Optional<Pause> hold) {
    if (ids.isEmpty()) {
      return List.of();
    }
    var notifications = store.find(handle, ids);
    var entries = outbox.find(handle, notifications.keySet());
    return ids.stream()
        .filter(notifications::containsKey)
        .map(id -> view(notifications.get(id), entries.getOrDefault(id, List.of()), hold))
        .toList();
  }

  private NotificationView view(
      Notification notification, List<Entry> entries, Optional<Pause> hold) {
    return NotificationView.of(
        notification,
        entries.stream().map(entry -> DeliveryView.of(entry, codec.shown(entry), hold)).toList());
  }

  /** The pause of deliveries, if there is one, holding or not. */
  Optional<Pause> pause() {
    return lane.pause();
  }

  /** One notification with all that happened to it. */
  Optional<NotificationView> story(Handle handle, UUID id, Optional<Pause> pause) {
    var notification = store.find(handle, List.of(id)).get(id);
    if (notification == null) {
      return Optional.empty();
    }
    var entries = outbox.find(handle, List.of(id)).getOrDefault(id, List.of());
    var timeline =
        new Timeline(pause, clock.instant())
            .of(notification, store.sender(handle, id), entries, History.of(handle, id));
    return Optional.of(view(notification, entries, pause.filter(Pause::holding)).with(timeline));
  }

  private Optional<Pause> recentHold() {
    var seen = glance;
    var now = clock.instant();
    if (GLANCE.isOver(seen.at, now)) {
      seen = new Glance(now, hold());
      glance = seen;
    }
    return seen.hold;
  }
}
