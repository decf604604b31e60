package org.workherald.notification;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.workherald.store.Database;

/** The answers kept for repeated requests: the table {@code idempotency_key}. */
@Singleton
public class IdempotencyKeys {

  private static final Duration KEPT = Duration.ofHours(24);

  private final Database database;
  private final Clock clock;

  public IdempotencyKeys(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** What was answered to the request that came with a key first. */
  record Kept(String fingerprint, String response) {}

  Optional<Kept> find(String caller, String key) {
    return database.read(handle -> find(handle, caller, key));
  }

  private Optional<Kept> find(Handle handle, String caller, String key) {
    return handle
        .createQuery(
            """
            SELECT fingerprint, response FROM idempotency_key
            WHERE caller = :caller AND key = :key AND created_at > :since
            """)
        .bind("caller", caller)
        .bind("key", key)
        .bind("since", since())
        .map((row, context) -> new Kept(row.getString("fingerprint"), row.getString("response")))
        .findOne();
  }

  /**
   * Keeps an answer, unless another one is kept for the key.
   *
   * @return whether this one is kept, now or since an earlier run of the same work
   */
  boolean keep(Handle handle, String caller, String key, Kept kept) {
    return insert(handle, caller, key, kept)
        || find(handle, caller, key).filter(kept::equals).isPresent();
  }

  private boolean insert(Handle handle, String caller, String key, Kept kept) {
    return handle
            .createUpdate(
                """
                INSERT INTO idempotency_key (caller, key, fingerprint, response, created_at)
                VALUES (:caller, :key, :fingerprint, :response, :now)
                ON CONFLICT (caller, key) DO UPDATE
                SET fingerprint = excluded.fingerprint, response = excluded.response,
                    created_at = excluded.created_at
                WHERE idempotency_key.created_at <= :since
                """)
            .bind("caller", caller)
            .bind("key", key)
            .bind("fingerprint", kept.fingerprint())
            .bind("response", kept.response())
            .bind("now", clock.instant())
            .bind("since", since())
            .execute()
        == 1;
  }

  /**
   * Deletes keys whose time is over.
   *
   * @param limit how many at most
   * @return how many
   */
  public int purge(int limit) {
    return database.write(
        handle ->
            handle
                .createUpdate(
                    """
                    DELETE FROM idempotency_key WHERE (caller, key) IN (
                      SELECT caller, key FROM idempotency_key
                      WHERE created_at <= :since ORDER BY created_at LIMIT :limit)
                    """)
                .bind("since", since())
                .bind("limit", limit)
                .execute());
  }

  private Instant since() {
    return clock.instant().minus(KEPT);
  }
}
