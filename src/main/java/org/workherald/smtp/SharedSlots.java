package org.workherald.smtp;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.workherald.store.Database;
import org.workherald.store.DatabaseUnavailable;
import org.workherald.store.Dialect;
import org.workherald.store.Ids;
import org.workherald.store.NamedThreads;

/**
 * Counts connections to the mail server for all replicas together, as providers do. A slot is a
 * lease; a replica that has none is not left waiting by others that have some: one of theirs is
 * asked back. On SQLite there is one process, which counts for itself.
 */
@Singleton
final class SharedSlots implements Slot.Source {

  private static final Logger LOG = Logger.getLogger(SharedSlots.class);

  /** A slot that could not be renewed is let go by then: well before others may have it. */
  static final Duration TRUSTED = SlotTable.LEASE.multipliedBy(3).dividedBy(4);

  private static final Duration RENEWAL = Duration.ofSeconds(3);

  private final Database database;
  private final Ids ids;
  private final LongSupplier nanos;
  private final SlotTable table;
  private final Map<UUID, Held> held = new ConcurrentHashMap<>();

  /** When there was none left; each mail that comes in wants one, and would ask the database. */
  private volatile long refusedAt;

  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(new NamedThreads("sender-slots"));

  @Inject
  SharedSlots(Database database, Ids ids) {
    this(database, ids, System::nanoTime);
    if (shared()) {
      renewal.scheduleWithFixedDelay(
          this::renew, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /**
   * One that is renewed by hand.
   *
   * @param nanos what time passes here, whatever the clock says
   */
  SharedSlots(Database database, Ids ids, LongSupplier nanos) {
    this.database = database;
    this.ids = ids;
    this.nanos = nanos;
    this.table = new SlotTable(ids.next());
    this.refusedAt = nanos.getAsLong() - SessionPool.ASK_AGAIN.toNanos();
  }

  private boolean shared() {
    return database.dialect() == Dialect.POSTGRESQL;
  }

  /**
   * @throws DatabaseUnavailable when nobody can tell whether one is left
   */
  @Override
  public Optional<Slot> take(int connections) {
    if (!shared()) {
      return Optional.of(Slot.OWN);
    }
    long now = nanos.getAsLong();
    if (now - refusedAt < SessionPool.ASK_AGAIN.toNanos()) {
      return Optional.empty();
    }
    Held mine = new Held(ids.next(), now);
    if (!database.write(handle -> table.take(handle, mine.token, connections))) {
      refusedAt = now;
      return Optional.empty();
    }
    held.put(mine.token, mine);
    return Optional.of(mine);
  }

  /** Renews what this replica has; what it lost in the meantime stands no more. */
  void renew() {
    Map<UUID, Held> now = Map.copyOf(held);
    if (now.isEmpty()) {
      return;
    }
    long at = nanos.getAsLong();
    try {
      Map<UUID, Boolean> ours = database.write(handle -> table.renew(handle, now.keySet()));
      now.forEach((token, slot) -> slot.renewed(ours.get(token), at));
    } catch (DatabaseUnavailable e) {
      LOG.debugf("slots are not renewed: %s", e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.error("slots could not be renewed; it is tried again", e);
    }
  }

  @PreDestroy
  void close() {
    renewal.shutdownNow();
  }

  private final class Held implements Slot {

    private final UUID token;
    private volatile long renewedAt;
    private volatile boolean lost;
    private volatile boolean asked;

    Held(UUID token, long takenAt) {
      this.token = token;
      this.renewedAt = takenAt;
    }

    /**
     * @param isAsked {@code null} when the database has it no more
     */
    void renewed(Boolean isAsked, long at) {
      if (isAsked == null) {
        lost = true;
      } else {
        renewedAt = at;
        asked = isAsked;
      }
    }

    @Override
    public boolean stands() {
      return !lost && nanos.getAsLong() - renewedAt < TRUSTED.toNanos();
    }

    @Override
    public boolean asked() {
      return asked;
    }

    @Override
    public void free() {
      held.remove(token);
      refusedAt = nanos.getAsLong() - SessionPool.ASK_AGAIN.toNanos();
      try {
        database.write(handle -> table.free(handle, token));
      } catch (DatabaseUnavailable e) {
        LOG.debugf("a slot is left to run out: %s", e.getMessage());
      }
    }
  }
}
