package org.workherald.user;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.workherald.access.AuditAction;
import org.workherald.access.AuditTrail;
import org.workherald.access.Caller;
import org.workherald.store.Chunk;
import org.workherald.store.Database;
import org.workherald.store.StoredJson;

/** The users known here and their preferences: the table {@code user_preference}. */
@Singleton
public class Users {

  private final Database database;
  private final AuditTrail trail;
  private final Clock clock;

  public Users(Database database, AuditTrail trail, Clock clock) {
    this.database = database;
    this.trail = trail;
    this.clock = clock;
  }

  /** The preferences of these users; those not known are left out. */
  public Map<String, UserPreferences> find(Collection<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Map<String, UserPreferences> found = new HashMap<>();
    database.read(
        handle -> {
          for (List<String> chunk : Chunk.of(ids)) {
            handle
                .createQuery("SELECT id, body FROM user_preference WHERE id IN (<ids>)")
                .bindList("ids", chunk)
                .map(
                    (row, context) ->
                        Map.entry(
                            row.getString("id"),
                            StoredJson.read(row.getString("body"), UserPreferences.class)))
                .forEach(user -> found.put(user.getKey(), user.getValue()));
          }
          return null;
        });
    return found;
  }

  Optional<UserPreferences> find(String id) {
    return Optional.ofNullable(find(List.of(id)).get(id));
  }

  void put(String id, UserPreferences preferences) {
    var body = StoredJson.write(preferences);
    Caller by = trail.caller();
    database.writeOnce(
        handle -> {
          String detail = changed(handle, id, body);
          handle
              .createUpdate(
                  """
                  INSERT INTO user_preference (id, body, updated_at)
                  VALUES (:id, :body, :now)
                  ON CONFLICT (id) DO UPDATE
                  SET body = excluded.body, updated_at = excluded.updated_at
                  """)
              .bind("id", id)
              .bind("body", body)
              .bind("now", clock.instant())
              .execute();
          trail.append(handle, by, AuditAction.USER_CHANGED, id, detail);
          return null;
        });
  }

  /**
   * Which members are to change, by name alone: the audit trail outlives the user, who may want to
   * be forgotten.
   */
  private static String changed(Handle handle, String id, String body) {
    return handle
        .createQuery("SELECT body FROM user_preference WHERE id = :id")
        .bind("id", id)
        .mapTo(String.class)
        .findOne()
        .map(
            stored -> {
              JsonNode before = StoredJson.read(stored, JsonNode.class);
              JsonNode after = StoredJson.read(body, JsonNode.class);
              var names = new TreeSet<String>();
              before.fieldNames().forEachRemaining(names::add);
              after.fieldNames().forEachRemaining(names::add);
              names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
              return names.isEmpty() ? "nothing changed" : "changed " + String.join(", ", names);
            })
        .orElse("added");
  }

  boolean delete(String id) {
    Caller by = trail.caller();
    return database.writeOnce(
        handle -> {
          boolean deleted =
              handle
                      .createUpdate("DELETE FROM user_preference WHERE id = :id")
                      .bind("id", id)
                      .execute()
                  == 1;
          if (deleted) {
            trail.append(handle, by, AuditAction.USER_DELETED, id, null);
          }
          return deleted;
        });
  }
}
