package org.workherald.store;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.File;
import java.util.function.LongSupplier;

/**
 * Whether the disk of the embedded database has room for more than the outcomes of what is stored
 * already: on a full disk, mails that went out could not be recorded, and would go out again.
 */
@Singleton
public class DiskSpace {

  private final long minimum;
  private final LongSupplier free;

  @Inject
  DiskSpace(Database database, DataDirectory directory, StoreConfig config) {
    // PostgreSQL watches over its own disks.
    boolean here = database.dialect() == Dialect.SQLITE;
    File folder = here ? directory.path().toFile() : null;
    this.minimum = here ? config.minFree().asLongValue() : 0;
    this.free = here ? folder::getUsableSpace : () -> Long.MAX_VALUE;
  }

  /**
   * @param minimum in bytes, 0 for none
   * @param free how much of the disk is
   */
  public DiskSpace(long minimum, LongSupplier free) {
    this.minimum = minimum;
    this.free = free;
  }

  /** Whether no more should be stored than must be. Cheap: one call of the operating system. */
  public boolean low() {
    return minimum > 0 && free.getAsLong() < minimum;
  }
}
