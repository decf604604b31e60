package org.workherald.notification;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.workherald.access.Caller;
import org.workherald.notification.TimelineItem.What;
import org.workherald.outbox.Ended;
import org.workherald.outbox.EntryState;

/**
 * Who changed the course of notifications, and how deliveries had ended that were then resent: the
 * table {@code history}. Written in the commit of the change; attempts are not part of it.
 */
@Singleton
class History {

  /** The latest that are told of one notification. */
  static final int MOST = 200;

  /**
   * Numbered, for several things may happen at the same instant, on several replicas: whoever
   * changes the entries of a notification has locked them. Those of one batch may not see one
   * another, so each adds its place in it.
   */
  private static final String ADD =
      """
      INSERT INTO history (notification, number, at, what, delivery, who, name, detail)
      VALUES (?, (SELECT COALESCE(MAX(number), 0) + ? FROM history WHERE notification = ?),
              ?, ?, ?, ?, ?, ?)
      """;

  private final Clock clock;

  History(Clock clock) {
    this.clock = clock;
  }

  /**
   * Something that happened.
   *
   * @param delivery or {@code null} when all are concerned
   * @param who the id of an API key, or {@code null} when nobody did it
   * @param name of the key at that time
   */
  record Happened(
      UUID notification,
      Instant at,
      String what,
      UUID delivery,
      String who,
      String name,
      String detail) {}

  /**
   * Deliveries were cancelled.
   *
   * @param notifications that of each delivery
   */
  void cancelled(Handle handle, Collection<UUID> notifications, Caller by, String reason) {
    var now = clock.instant();
    var each =
        notifications.stream()
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    add(
        handle,
        each.entrySet().stream()
            .map(
                one ->
                    by(
                        by,
                        one.getKey(),
                        now,
                        What.CANCELLED,
                        count(one.getValue(), "is", "are")
                            + " not to be sent any more: "
                            + reason
                            + "."))
            .toList());
  }

  /**
   * Deliveries were queued again, and what had become of them is no more to be found elsewhere; or
   * they are held, and tried at once.
   *
   * @param held how many are tried at once that were held
   */
  void resent(Handle handle, UUID notification, List<Ended> again, long held, Caller by) {
    var happened = new ArrayList<Happened>();
    for (var one : again) {
      // Who cancelled is told already.
      if (one.state() != EntryState.CANCELLED) {
        happened.add(
            new Happened(
                notification, one.at(), one.state().word(), one.entry(), null, null, one.reason()));
      }
    }
    var detail = new ArrayList<String>();
    if (!again.isEmpty()) {
      detail.add(count(again.size(), "is", "are") + " queued again.");
    }
    if (held > 0) {
      detail.add(count(held, "is", "are") + " held, and tried as soon as the mail server can be.");
    }
    // Nothing changes for what is held: that is told once, however often somebody asks.
    if (!detail.isEmpty() && (!again.isEmpty() || !wasResent(handle, notification))) {
      happened.add(by(by, notification, clock.instant(), What.RESENT, String.join(" ", detail)));
      add(handle, happened);
    }
  }

  private static boolean wasResent(Handle handle, UUID notification) {
    return handle
        .createQuery(
            """
            SELECT what FROM history WHERE notification = :notification
            ORDER BY number DESC LIMIT 1
            """)
        .bind("notification", notification)
        .mapTo(String.class)
        .findOne()
        .filter(What.RESENT.word()::equals)
        .isPresent();
  }

  private static Happened by(Caller by, UUID notification, Instant at, What what, String detail) {
    return new Happened(notification, at, what.word(), null, by.id(), by.name(), detail);
  }

  private static String count(long deliveries, String one, String many) {
    return deliveries == 1 ? "1 delivery " + one : deliveries + " deliveries " + many;
  }

  private void add(Handle handle, List<Happened> happened) {
    if (happened.isEmpty()) {
      return;
    }
    try (var batch = handle.prepareBatch(ADD)) {
      for (int i = 0; i < happened.size(); i++) {
        var one = happened.get(i);
        batch
            .bind(0, one.notification())
            .bind(1, i + 1)
            .bind(2, one.notification())
            .bind(3, one.at())
            .bind(4, one.what())
            .bind(5, one.delivery())
            .bind(6, one.who())
            .bind(7, one.name())
            .bind(8, one.detail())
            .add();
      }
      batch.execute();
    }
  }

  /** The latest of a notification, as they happened; one too many when there are more. */
  static List<Happened> of(Handle handle, UUID notification) {
    return handle
        .createQuery(
            """
            SELECT * FROM (
              SELECT * FROM history WHERE notification = :notification
              ORDER BY number DESC LIMIT :most) AS latest
            ORDER BY number
            """)
        .bind("notification", notification)
        .bind("most", MOST + 1)
        .map(
            (row, context) -> {
              var delivery = row.getString("delivery");
              return new Happened(
                  notification,
                  Instant.ofEpochMilli(row.getLong("at")),
                  row.getString("what"),
                  delivery == null ? null : UUID.fromString(delivery),
                  row.getString("who"),
                  row.getString("name"),
                  row.getString("detail"));
            })
        .list();
  }

  static void delete(Handle handle, List<UUID> notifications) {
    handle
        .createUpdate("DELETE FROM history WHERE notification IN (<ids>)")
        .bindList("ids", notifications)
        .execute();
  }
}
