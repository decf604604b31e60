package org.workherald.store;

import org.flywaydb.core.api.exception.FlywayValidateException;

/** Why the service does not start with this database, in words for whoever runs it. */
final class StartFailure {

  private StartFailure() {}

  static String of(DatabaseUnavailable failure) {
    if (failure.getCause() instanceof FlywayValidateException) {
      return "This release cannot use the database: "
          + failure.getMessage()
          + ". Nothing was changed. Start the newer release, or restore a backup from before the"
          + " upgrade.";
    }
    String told = Outage.reason(failure);
    return switch (Outage.sqliteCode(failure)) {
      case 11, 26 -> damaged(told);
      case 3, 8, 14 ->
          "The database file workherald.db in the data directory cannot be written. Make the file"
              + " and its directory writable for the user the service runs as, or set"
              + " workherald.data-dir. ("
              + told
              + ")";
      case 13 -> "The disk that holds the data directory is full. (" + told + ")";
      case 5, 6 ->
          "The database file workherald.db is in use by another process. One process may use it;"
              + " for more than one replica set workherald.database.url. ("
              + told
              + ")";
      default -> "The database's schema cannot be brought up to date. (" + told + ")";
    };
  }

  static String damaged(String told) {
    return "The database file workherald.db in the data directory is damaged, or not an SQLite"
        + " database. Nothing was changed. Restore it from a backup, without files workherald.db-wal"
        + " and workherald.db-shm beside it, or move all three away to start with an empty one. ("
        + told
        + ")";
  }
}
