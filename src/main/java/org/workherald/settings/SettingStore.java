package org.workherald.settings;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.workherald.store.Database;
import org.workherald.store.DatabaseUnavailable;
import org.workherald.store.Interval;

/** Versioned run-time settings, one for each kind. */
@Singleton
public class SettingStore {

  private static final Logger LOG = Logger.getLogger(SettingStore.class);

  /** How long a change made by another replica may go unnoticed. */
  private static final Interval FRESH = new Interval(Duration.ofSeconds(1));

  private static final Revisions NONE = new Revisions(Map.of(), Instant.MIN, -1);

  private final Database database;
  private final Clock clock;
  private final ReentrantLock refreshing = new ReentrantLock();
  private volatile Revisions known = NONE;

  /** Counts the changes made here: what was read before one of them is not fresh. */
  private volatile long changes;

  public SettingStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The setting as it stands in the database now. */
  public Setting read(String kind) {
    return database.read(handle -> select(handle, kind));
  }

  /**
   * The revision of a kind as known to this instance: cheap enough to be asked for every mail.
   * Changes made here count at once; those of other replicas within a second. Keeps its last answer
   * while the database is away; before the first answer that is 0.
   */
  public long revision(String kind) {
    if (isOutdated()) {
      refreshing.lock();
    } else if (!isOld() || !refreshing.tryLock()) {
      // One thread asks; meanwhile the others make do with what is known.
      return known.byKind().getOrDefault(kind, 0L);
    }
    try {
      if (isOutdated() || isOld()) {
        refresh();
      }
      return known.byKind().getOrDefault(kind, 0L);
    } finally {
      refreshing.unlock();
    }
  }

  /**
   * Stores a new body ({@code null}: nothing), if the revision still is the expected one.
   *
   * @throws StaleRevision when it is not
   */
  public Setting write(String kind, long expectedRevision, String body) {
    return write(kind, expectedRevision, body, handle -> {});
  }

  /**
   * The same, with more to be done in the same transaction.
   *
   * @throws StaleRevision when the revision is another one; then nothing else is done either
   */
  public Setting write(String kind, long expectedRevision, String body, Consumer<Handle> together) {
    return change(
        handle -> {
          Setting written = update(handle, kind, expectedRevision, body);
          together.accept(handle);
          return written;
        });
  }

  /**
   * {@link Database#writeOnce} for work that may {@link #touch}. It counts as changed here when
   * that returned: what is to happen after a commit does not, where its answer was lost and it was
   * found out later, or never, what came of it.
   */
  public <T> T change(Function<Handle, T> work) {
    try {
      return database.writeOnce(work);
    } finally {
      changed();
    }
  }

  /**
   * Raises the revision of a kind whose data live in another table, within the transaction that
   * changes them.
   */
  public void touch(Handle handle, String kind) {
    handle
        .createUpdate(
            """
            INSERT INTO setting (kind, revision, updated_at) VALUES (:kind, 1, :now)
            ON CONFLICT (kind) DO UPDATE
            SET revision = setting.revision + 1, updated_at = excluded.updated_at
            """)
        .bind("kind", kind)
        .bind("now", clock.instant())
        .execute();
    handle.afterCommit(this::changed);
  }

  /** Everything that is stored, within a transaction. */
  List<Setting> all(Handle handle) {
    return handle
        .createQuery(
            "SELECT kind, revision, body FROM setting WHERE body IS NOT NULL ORDER BY kind")
        .map(ConstructorMapper.of(Setting.class))
        .list();
  }

  /**
   * Stores the same in other words. The revision stays: nothing has changed for whoever uses it, or
   * is about to replace it.
   *
   * @return whether it still was as given; if not, nothing is done
   */
  boolean reword(Handle handle, Setting setting, String body) {
    return handle
            .createUpdate(
                """
                UPDATE setting SET body = :new
                WHERE kind = :kind AND revision = :revision AND body = :body
                """)
            .bindMethods(setting)
            .bind("new", body)
            .execute()
        > 0;
  }

  private Setting update(Handle handle, String kind, long expected, String body) {
    int changed =
        handle
            .createUpdate(
                """
                INSERT INTO setting (kind, revision, body, updated_at)
                SELECT :kind, 1, :body, :now WHERE :expected = 0
                ON CONFLICT (kind) DO NOTHING
                """)
            .bind("kind", kind)
            .bind("body", body)
            .bind("now", clock.instant())
            .bind("expected", expected)
            .execute();
    if (changed == 0) {
      changed =
          handle
              .createUpdate(
                  """
                  UPDATE setting
                  SET revision = revision + 1, body = :body, updated_at = :now
                  WHERE kind = :kind AND revision = :expected
                  """)
              .bind("kind", kind)
              .bind("body", body)
              .bind("now", clock.instant())
              .bind("expected", expected)
              .execute();
    }
    if (changed == 0) {
      throw new StaleRevision(select(handle, kind));
    }
    return new Setting(kind, expected + 1, body);
  }

  private static Setting select(Handle handle, String kind) {
    return handle
        .createQuery("SELECT kind, revision, body FROM setting WHERE kind = :kind")
        .bind("kind", kind)
        .map(ConstructorMapper.of(Setting.class))
        .findOne()
        .orElseGet(() -> new Setting(kind, 0, null));
  }

  private synchronized void changed() {
    changes++;
  }

  /** Whether something was changed here since, or nothing is known yet. */
  private boolean isOutdated() {
    return known.changes() != changes;
  }

  private boolean isOld() {
    return FRESH.isOver(known.askedAt(), clock.instant());
  }

  private void refresh() {
    Instant now = clock.instant();
    long changesBefore = changes;
    try {
      Map<String, Long> byKind = new HashMap<>();
      database.read(
          handle ->
              handle
                  .createQuery("SELECT kind, revision FROM setting")
                  .map((row, context) -> byKind.put(row.getString(1), row.getLong(2)))
                  .list());
      known = new Revisions(Map.copyOf(byKind), now, changesBefore);
    } catch (DatabaseUnavailable e) {
      LOG.debugf("Going on with the settings known: %s", e.getMessage());
      known = new Revisions(known.byKind(), now, changesBefore);
    }
  }

  /** What was read, when, and after how many changes made here. */
  private record Revisions(Map<String, Long> byKind, Instant askedAt, long changes) {}
}
