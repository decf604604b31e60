package org.workherald.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;

/**
 * The directory for the embedded database and for keys made at first start: {@code
 * workherald.data-dir}.
 */
@ApplicationScoped
public class DataDirectory {

  /** The directory, made when it was missing. */
  public Path path() {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes a new file that only its owner may read (mode 0600 where the file system knows modes),
   * synced to disk.
   */
  public Path writeSecret(String name, byte[] content) {
    throw new UnsupportedOperationException();
  }
}
