package org.workherald.notification;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.workherald.outbox.Outbox;
import org.workherald.store.Chunk;
import org.workherald.store.Database;
import org.workherald.store.StoredJson;

/** The notifications accepted: the table {@code notification}. */
@Singleton
public class NotificationStore {

  private static final Logger LOG = Logger.getLogger(NotificationStore.class);

  static final RowMapper<Notification> NOTIFICATION =
      (row, context) -> {
        var body = StoredJson.read(row.getString("body"), Body.class);
        return new Notification(
            UUID.fromString(row.getString("id")),
            Event.of(row.getString("event")).orElseThrow(),
            body.workItem(),
            body.replyTo(),
            Instant.ofEpochMilli(row.getLong("created_at")),
            body.expiresAt());
      };

  private final Database database;
  private final Outbox outbox;

  public NotificationStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  /** What has no column of its own. */
  private record Body(WorkItem workItem, String replyTo, Instant expiresAt) {}

  /** These notifications, by id; those that are not there are left out. */
  public Map<UUID, Notification> find(Collection<UUID> ids) {
    return ids.isEmpty() ? Map.of() : database.read(handle -> find(handle, ids));
  }

  Map<UUID, Notification> find(Handle handle, Collection<UUID> ids) {
    Map<UUID, Notification> found = new HashMap<>();
    for (List<UUID> chunk : Chunk.of(ids)) {
      handle
          .createQuery("SELECT id, event, created_at, body FROM notification WHERE id IN (<ids>)")
          .bindList("ids", chunk)
          .map(NotificationStore::readable)
          .forEach(row -> row.ifPresent(n -> found.put(n.id(), n)));
    }
    return found;
  }

  /**
   * A row that this release cannot read (a newer one may have written it) concerns itself alone.
   */
  private static Optional<Notification> readable(ResultSet row, StatementContext context)
      throws SQLException {
    try {
      return Optional.of(NOTIFICATION.map(row, context));
    } catch (IllegalStateException | NoSuchElementException e) {
      LOG.errorf("notification %s cannot be read: %s", row.getString("id"), e.getMessage());
      return Optional.empty();
    }
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
      handle
          .createUpdate("DELETE FROM notification WHERE id IN (<ids>)")
          .bindList("ids", chunk)
          .execute();
    }
    return done.size();
  }

  /** Adds them, but for those that an earlier run of the same work has added. */
  void add(Handle handle, List<Notification> notifications, String caller) {
    try (var batch =
        handle.prepareBatch(
            """
            INSERT INTO notification (id, event, work_item, caller, created_at, body)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
            """)) {
      for (var notification : notifications) {
        var body =
            new Body(notification.workItem(), notification.replyTo(), notification.expiresAt());
        batch
            .bind(0, notification.id())
            .bind(1, notification.event().id())
            .bind(2, notification.workItem().id())
            .bind(3, caller)
            .bind(4, notification.createdAt())
            .bind(5, StoredJson.write(body))
            .add();
      }
      batch.execute();
    }
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
