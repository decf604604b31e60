package org.workherald.notification;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.workherald.access.Caller;
import org.workherald.notification.TimelineItem.By;
import org.workherald.outbox.Outbox;
import org.workherald.store.Chunk;
import org.workherald.store.Database;
import org.workherald.store.StoredJson;
import org.workherald.trace.LogIds;
import org.workherald.trace.TraceContext;

/** The notifications accepted: the table {@code notification}. */
@Singleton
public class NotificationStore {

  private static final Logger LOG = Logger.getLogger(NotificationStore.class);

  private final Database database;
  private final Outbox outbox;

  public NotificationStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  /** What has no column of its own. */
  @RegisterForReflection
  private record Body(WorkItem workItem, String replyTo, Instant expiresAt) {}

  /** What is stored under these ids. */
  public StoredNotifications look(Collection<UUID> ids) {
    return ids.isEmpty()
        ? new StoredNotifications(Map.of(), Map.of())
        : database.read(handle -> look(handle, ids));
  }

  /** These notifications, by id; those that are not there, or cannot be read, are left out. */
  Map<UUID, Notification> find(Handle handle, Collection<UUID> ids) {
    return look(handle, ids).readable();
  }

  private static StoredNotifications look(Handle handle, Collection<UUID> ids) {
    Map<UUID, Notification> readable = new HashMap<>();
    Map<UUID, UnreadableNotification> unreadable = new HashMap<>();
    for (List<UUID> chunk : Chunk.of(ids)) {
      handle
          .createQuery(
              """
              SELECT id, event, created_at, body, traceparent, tracestate FROM notification
              WHERE id IN (<ids>)
              """)
          .bindList("ids", chunk)
          .map(
              (row, context) -> {
                UUID id = UUID.fromString(row.getString("id"));
                TraceContext trace = trace(row);
                try {
                  return readable.put(id, notification(id, row, trace));
                } catch (UnreadableNotification e) {
                  // Without its causes, which quote what is stored.
                  new LogIds(id, null, trace == null ? null : trace.id())
                      .during(() -> LOG.errorf("Cannot be read: %s", e.getMessage()));
                  unreadable.put(id, e);
                  return null;
                }
              })
          .forEach(row -> {});
    }
    return new StoredNotifications(readable, unreadable);
  }

  private static TraceContext trace(ResultSet row) throws SQLException {
    return TraceContext.kept(row.getString("traceparent"), row.getString("tracestate"));
  }

  private static Notification notification(UUID id, ResultSet row, TraceContext trace)
      throws SQLException {
    Event event =
        Event.of(row.getString("event")).orElseThrow(UnreadableNotification::ofNewerRelease);
    Body body = body(row.getString("body"));
    return new Notification(
        id,
        event,
        body.workItem(),
        body.replyTo(),
        Instant.ofEpochMilli(row.getLong("created_at")),
        body.expiresAt(),
        trace);
  }

  /** Whatever is wrong with one row concerns that row alone. */
  private static Body body(String json) {
    try {
      Body body = StoredJson.read(json, Body.class);
      if (body != null && body.workItem() != null && body.workItem().id() != null) {
        return body;
      }
    } catch (RuntimeException | StackOverflowError e) {
      throw UnreadableNotification.damaged(e);
    }
    throw UnreadableNotification.damaged(null);
  }

  /**
   * Deletes notifications that were done with before {@code cutoff}, with their entries.
   *
   * @param limit how many at most
   * @return how many; there may be more unless it is 0
   */
  public int purge(Instant cutoff, int limit) {
    return database.write(handle -> purge(handle, cutoff, limit));
  }

  int purge(Handle handle, Instant cutoff, int limit) {
    var done = outbox.purge(handle, cutoff, limit);
    for (var chunk : Chunk.of(done)) {
      History.delete(handle, chunk);
      handle
          .createUpdate("DELETE FROM notification WHERE id IN (<ids>)")
          .bindList("ids", chunk)
          .execute();
    }
    return done.size();
  }

  /** Adds them, but for those that an earlier run of the same work has added. */
  void add(Handle handle, List<Notification> notifications, Caller caller) {
    try (var batch =
        handle.prepareBatch(
            """
            INSERT INTO notification (id, event, work_item, caller, caller_name, created_at, body,
                                      traceparent, tracestate)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
            """)) {
      for (var notification : notifications) {
        var body =
            new Body(notification.workItem(), notification.replyTo(), notification.expiresAt());
        var trace = notification.trace();
        batch
            .bind(0, notification.id())
            .bind(1, notification.event().id())
            .bind(2, notification.workItem().id())
            .bind(3, caller.id())
            .bind(4, caller.name())
            .bind(5, notification.createdAt())
            .bind(6, StoredJson.write(body))
            .bind(7, trace == null ? null : trace.traceparent())
            .bind(8, trace == null ? null : trace.tracestate())
            .add();
      }
      batch.execute();
    }
  }

  /** Who sent a notification that is there. */
  By sender(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT caller AS id, caller_name AS name FROM notification WHERE id = :id")
        .bind("id", id)
        .map(ConstructorMapper.of(By.class))
        .one();
  }

  /** The notifications about a work item of which something is not sent yet, oldest first. */
  List<UUID> pending(Handle handle, String workItem) {
    return handle
        .createQuery(
            """
            SELECT id FROM notification
            WHERE work_item = :workItem AND EXISTS (
              SELECT 1 FROM outbox WHERE message = notification.id AND state = 'queued')
            ORDER BY id
            """)
        .bind("workItem", workItem)
        .mapTo(UUID.class)
        .list();
  }
}
