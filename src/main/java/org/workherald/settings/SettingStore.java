package org.workherald.settings;

import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Handle;

/** Versioned run-time settings, one for each kind. */
@ApplicationScoped
public class SettingStore {

  /** The setting as it stands in the database now. */
  public Setting read(String kind) {
    throw new UnsupportedOperationException();
  }

  /**
   * The revision of a kind as known to this instance: cheap enough to be asked for every mail.
   * Changes made here count at once; those of other replicas within a second. Keeps its last answer
   * while the database is away.
   */
  public long revision(String kind) {
    throw new UnsupportedOperationException();
  }

  /**
   * Stores a new body ({@code null}: nothing), if the revision still is the expected one.
   *
   * @throws StaleRevision when it is not
   */
  public Setting write(String kind, long expectedRevision, String body) {
    throw new UnsupportedOperationException();
  }

  /**
   * Raises the revision of a kind whose data live in another table, within the transaction that
   * changes them.
   */
  public void touch(Handle handle, String kind) {
    throw new UnsupportedOperationException();
  }
}
