package org.workherald.store;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The directory for the embedded database and for keys made at first start: {@code
 * workherald.data-dir}.
 */
@Singleton
public class DataDirectory {

  private final Path path;

  @Inject
  DataDirectory(@ConfigProperty(name = "workherald.data-dir") String path) {
    this(Path.of(path));
  }

  public DataDirectory(Path path) {
    this.path = path.toAbsolutePath().normalize();
  }

  /**
   * The directory, made when it was missing (mode 0700 where the file system knows modes).
   *
   * @throws IllegalStateException when it cannot be made, or cannot be written to
   */
  public Path path() {
    try {
      if (!Files.isDirectory(path)) {
        Path parent = path.getParent();
        Files.createDirectories(parent);
        Files.createDirectories(path, onlyForOwner(parent, "rwx------"));
      }
    } catch (IOException e) {
      throw refused(e);
    }
    if (!Files.isWritable(path)) {
      throw refused(null);
    }
    return path;
  }

  /** Where a file of the directory is, or would be. */
  Path file(String name) {
    return path.resolve(name);
  }

  /** The content of a file in the directory; empty when there is none. */
  public Optional<byte[]> read(String name) {
    try {
      return Optional.of(Files.readAllBytes(path.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + path.resolve(name), e);
    }
  }

  /**
   * Writes a new file that only its owner may read (mode 0600 where the file system knows modes),
   * synced to disk. It appears whole or not at all; one of the same name is replaced.
   *
   * @throws IllegalStateException when it cannot be written
   */
  public Path writeSecret(String name, byte[] content) {
    Path directory = path();
    Path file = directory.resolve(name);
    try {
      Path unfinished = Files.createTempFile(directory, name, ".new", secret(directory));
      try {
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
          ByteBuffer bytes = ByteBuffer.wrap(content);
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          channel.force(true);
        }
        Files.move(
            unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(unfinished);
      }
      syncDirectory(directory);
      return file;
    } catch (IOException e) {
      throw refused(e);
    }
  }

  private IllegalStateException refused(IOException cause) {
    return new IllegalStateException(
        "cannot write to the data directory "
            + path
            + ": make it writable for the user the service runs as, or set workherald.data-dir",
        cause);
  }

  /**
   * The new name must survive a power cut too; a file system that cannot sync one needs no help.
   */
  private static void syncDirectory(Path directory) throws IOException {
    if (supportsModes(directory)) {
      try (FileChannel channel = FileChannel.open(directory, Set.of(StandardOpenOption.READ))) {
        channel.force(true);
      }
    }
  }

  private static FileAttribute<?>[] secret(Path directory) throws IOException {
    return onlyForOwner(directory, "rw-------");
  }

  private static FileAttribute<?>[] onlyForOwner(Path where, String mode) throws IOException {
    return supportsModes(where)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean supportsModes(Path where) throws IOException {
    FileStore store = Files.getFileStore(where);
    return store.supportsFileAttributeView(PosixFileAttributeView.class);
  }
}
