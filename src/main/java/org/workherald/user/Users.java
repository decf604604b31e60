package org.workherald.user;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.workherald.store.Chunk;
import org.workherald.store.Database;
import org.workherald.store.StoredJson;

/** The users known here and their preferences: the table {@code user_preference}. */
@Singleton
public class Users {

  private final Database database;
  private final Clock clock;

  public Users(Database database, Clock clock) {
    this.database = database;
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
    database.write(
        handle ->
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
                .execute());
  }

  boolean delete(String id) {
    return database.write(
        handle ->
            handle
                    .createUpdate("DELETE FROM user_preference WHERE id = :id")
                    .bind("id", id)
                    .execute()
                == 1);
  }
}
