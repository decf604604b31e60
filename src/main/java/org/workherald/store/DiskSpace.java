package org.workherald.store;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.File;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Whether the disk of the embedded database has room for more than the outcomes of what is stored
 * already: on a full disk, mails that went out could not be recorded, and would go out again.
 */
@Singleton
public class DiskSpace {

  private static final Interval EACH = new Interval(Duration.ofSeconds(5));

  private final long minimum;
  private final LongSupplier free;
  private final LongSupplier reusable;
  private final Clock clock;
  private Instant asked = Instant.MIN;
  private long known;

  @Inject
  DiskSpace(Database database, DataDirectory directory, StoreConfig config, Clock clock) {
    // PostgreSQL watches over its own disks.
    boolean here = database.dialect() == Dialect.SQLITE;
    File folder = here ? directory.path().toFile() : null;
    this.minimum = here ? config.minFree().asLongValue() : 0;
    this.free = here ? folder::getUsableSpace : () -> Long.MAX_VALUE;
    this.reusable = () -> reusable(database);
    this.clock = clock;
  }

  /**
   * @param minimum in bytes, 0 for none
   * @param free how much of the disk is
   */
  public DiskSpace(long minimum, LongSupplier free) {
    this(minimum, free, () -> 0, Clock.systemUTC());
  }

  /**
   * @param reusable how much there is in the file, which never gets shorter, for something new
   */
  DiskSpace(long minimum, LongSupplier free, LongSupplier reusable, Clock clock) {
    this.minimum = minimum;
    this.free = free;
    this.reusable = reusable;
    this.clock = clock;
  }

  /**
   * Whether no more should be stored than must be. Cheap: one call of the operating system, and
   * while the disk has not enough, a look into the file now and then.
   */
  public boolean low() {
    if (minimum <= 0) {
      return false;
    }
    long left = free.getAsLong();
    if (left >= minimum) {
      return false;
    }
    // The log is beside the file, and grows before it is emptied: some of the disk must be free.
    return left < minimum / 4 || left + reusable() < minimum;
  }

  private synchronized long reusable() {
    Instant now = clock.instant();
    if (EACH.isOver(asked, now)) {
      asked = now;
      try {
        known = reusable.getAsLong();
      } catch (DatabaseUnavailable e) {
        known = 0;
      }
    }
    return known;
  }

  /** Bytes of the pages that what was removed has left empty in the file. */
  static long reusable(Database database) {
    return database.read(
        handle ->
            handle.createQuery("PRAGMA freelist_count").mapTo(Long.class).one()
                * handle.createQuery("PRAGMA page_size").mapTo(Long.class).one());
  }
}
