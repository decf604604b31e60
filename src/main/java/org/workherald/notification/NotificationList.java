package org.workherald.notification;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.workherald.http.QueryReader;
import org.workherald.outbox.Lane.Pause;
import org.workherald.store.Ids;
import org.workherald.store.LongReads;

/** Lists notifications, newest first, page by page. */
@Singleton
class NotificationList {

  /** Ids are made a little before and after the time that is noted for a notification. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** As long as no more are queued, to look at all of them is little work. */
  private static final int FEW = 5_000;

  /**
   * How large a page becomes, in characters, whatever the limit asks for: 200 of the largest
   * notifications would not fit into memory, nor would a few pages of some, for each takes ten
   * times that until it is written out. It has one entry at least.
   */
  static final long LARGEST = 1_000_000;

  /** About what a delivery with its attempts takes. */
  private static final int DELIVERY = 2_000;

  /** An entry of a page to be. */
  private record Found(UUID id, long size) {}

  private final LongReads reads;
  private final NotificationViews views;

  NotificationList(LongReads reads, NotificationViews views) {
    this.reads = reads;
    this.views = views;
  }

  NotificationPage page(NotificationQuery query) {
    var hold = views.hold();
    if (isEmpty(query.state(), hold)) {
      return new NotificationPage(List.of(), null);
    }
    return reads.read(
        handle -> {
          // One more than asked for tells whether there is another page.
          var found = find(handle, query);
          var shown = fitting(found.subList(0, Math.min(found.size(), query.limit())));
          var next =
              found.size() > shown.size() ? QueryReader.cursor(shown.get(shown.size() - 1)) : null;
          return new NotificationPage(views.find(handle, shown, hold), next);
        });
  }

  private static List<UUID> fitting(List<Found> found) {
    var ids = new ArrayList<UUID>();
    long size = 0;
    for (var each : found) {
      size += each.size;
      if (size > LARGEST && !ids.isEmpty()) {
        break;
      }
      ids.add(each.id);
    }
    return ids;
  }

  /** What is queued is held either wholly or not at all. */
  private static boolean isEmpty(DeliveryState state, Optional<Pause> hold) {
    return state == DeliveryState.HELD && hold.isEmpty()
        || state == DeliveryState.QUEUED && hold.isPresent();
  }

  private static List<Found> find(Handle handle, NotificationQuery query) {
    var sql =
        new StringBuilder(
            """
            SELECT id, length(body)
              + %d * (SELECT count(*) FROM outbox WHERE message = notification.id) AS size
            FROM notification WHERE id IN (SELECT id FROM notification WHERE 1 = 1"""
                .formatted(DELIVERY));
    add(sql, query.event(), " AND event = :event");
    add(sql, query.workItem(), " AND work_item = :workItem");
    add(sql, query.since(), " AND created_at >= :since AND id >= :sinceId");
    add(sql, query.before(), " AND id < :before");
    sql.append(deliveries(handle, query))
        .append(" ORDER BY id DESC LIMIT :limit) ORDER BY id DESC");
    return handle
        .createQuery(sql.toString())
        .bind("event", query.event() == null ? null : query.event().id())
        .bind("workItem", query.workItem())
        .bind("since", query.since())
        .bind("sinceId", query.since() == null ? null : Ids.first(query.since().minus(MARGIN)))
        .bind("before", query.before())
        .bind("recipient", query.recipient())
        .bind("limit", query.limit() + 1)
        .map((row, context) -> new Found(UUID.fromString(row.getString("id")), row.getLong("size")))
        .list();
  }

  private static void add(StringBuilder sql, Object value, String condition) {
    if (value != null) {
      sql.append(condition);
    }
  }

  /**
   * The condition on the deliveries, shaped after what is rare: those to one address, those that
   * wait when they are few, and those that neither wait nor went out, come from an index; else the
   * newest are looked through.
   */
  private static String deliveries(Handle handle, NotificationQuery query) {
    if (query.state() == null && query.recipient() == null) {
      return "";
    }
    var state = query.state() == null ? "" : " AND state = '%s'".formatted(stored(query.state()));
    if (query.recipient() != null) {
      return " AND id IN (SELECT message FROM outbox WHERE recipient = :recipient" + state + ")";
    }
    return switch (query.state()) {
      case QUEUED, HELD ->
          few(handle)
              ? " AND id IN (SELECT message FROM outbox WHERE 1 = 1" + state + ")"
              : newest(state);
      case SENT -> newest(state);
      default ->
          " AND id IN (SELECT message FROM outbox WHERE state NOT IN ('queued', 'sent')"
              + state
              + ")";
    };
  }

  private static String newest(String state) {
    return " AND EXISTS (SELECT 1 FROM outbox WHERE message = notification.id" + state + ")";
  }

  private static boolean few(Handle handle) {
    return handle
            .createQuery(
                """
                SELECT COUNT(*) FROM (
                  SELECT 1 FROM outbox WHERE state = 'queued' LIMIT :most) AS queued
                """)
            .bind("most", FEW)
            .mapTo(Integer.class)
            .one()
        < FEW;
  }

  private static String stored(DeliveryState state) {
    return state == DeliveryState.HELD ? DeliveryState.QUEUED.word() : state.word();
  }
}
