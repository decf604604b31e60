package org.workherald.access;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.workherald.settings.SettingStore;
import org.workherald.store.Database;
import org.workherald.store.Interval;

/**
 * The API keys. They are few, so all are kept in memory; twice a second it is checked whether they
 * have changed, here or at another replica. While the database is away the known keys go on to
 * count.
 */
@Singleton
class KeyRing {

  private static final String KIND = "keys";
  private static final Interval FRESH = new Interval(Duration.ofMillis(500));

  private record Known(long revision, Instant checked, Map<String, ApiKey> byId) {}

  private static final Known NOTHING = new Known(-1, Instant.MIN, Map.of());

  private final Database database;
  private final KeyTable table;
  private final SettingStore settings;
  private final AuditTrail trail;
  private final Clock clock;
  private volatile Known known = NOTHING;

  KeyRing(Database database, KeyTable table, SettingStore settings, AuditTrail trail, Clock clock) {
    this.database = database;
    this.table = table;
    this.settings = settings;
    this.trail = trail;
    this.clock = clock;
  }

  /** Whether {@link #find} may be asked, or {@link #refresh} is due. Does not block. */
  boolean fresh() {
    return !FRESH.isOver(known.checked, clock.instant());
  }

  /** Reads the keys again if they have changed. Blocking. */
  void refresh() {
    var now = clock.instant();
    var before = known;
    // The revision first: a change in between makes the next refresh read once more.
    long revision = settings.revision(KIND);
    var keys = before.revision == revision ? before.byId : byId(database.read(table::all));
    known = new Known(revision, now, keys);
  }

  Optional<ApiKey> find(String id) {
    return Optional.ofNullable(known.byId.get(id));
  }

  List<ApiKey> all() {
    return database.read(table::all);
  }

  void add(ApiKey key) {
    Caller by = trail.caller();
    settings.change(
        handle -> {
          table.add(handle, key);
          settings.touch(handle, KIND);
          trail.append(handle, by, AuditAction.KEY_CREATED, key.id(), told(key));
          return null;
        });
    known = NOTHING;
  }

  /** Adds the very first admin's key; {@code before} it counts, the action is done. */
  boolean addFirst(ApiKey key, Runnable before) {
    Caller by = trail.caller();
    return settings.change(
        handle -> {
          boolean first = table.addFirst(handle, key);
          if (first) {
            before.run();
            settings.touch(handle, KIND);
            trail.append(handle, by, AuditAction.KEY_CREATED, key.id(), told(key));
          }
          return first;
        });
  }

  /**
   * Revokes a key.
   *
   * @param check sees all keys as they are before, and may throw
   * @return whether there was such a key
   */
  boolean revoke(String id, Consumer<List<ApiKey>> check) {
    Caller by = trail.caller();
    boolean revoked =
        settings.change(
            handle -> {
              var keys = table.all(handle);
              check.accept(keys);
              boolean deleted = table.delete(handle, id);
              if (deleted) {
                settings.touch(handle, KIND);
                var told = keys.stream().filter(key -> key.id().equals(id)).findFirst();
                trail.append(
                    handle, by, AuditAction.KEY_REVOKED, id, told.map(KeyRing::told).orElse(null));
              }
              return deleted;
            });
    known = NOTHING;
    return revoked;
  }

  private static String told(ApiKey key) {
    return "%s, roles %s".formatted(key.name(), String.join(", ", key.roles()));
  }

  private static Map<String, ApiKey> byId(List<ApiKey> keys) {
    return keys.stream().collect(Collectors.toMap(ApiKey::id, Function.identity()));
  }
}
