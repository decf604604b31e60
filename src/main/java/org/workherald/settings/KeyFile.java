package org.workherald.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.workherald.store.DataDirectory;

/**
 * The file that holds the encryption keys: one key of 32 bytes, raw or as Base64, or several as
 * Base64, one a line. The first is the current one; the others are former ones, and those to come.
 */
final class KeyFile {

  private static final Logger LOG = Logger.getLogger(KeyFile.class);
  private static final String NAME = "encryption.key";

  private final DataDirectory directory;
  private final Optional<Path> mounted;
  private final SecureRandom random;

  /**
   * @param mounted the file; when empty, it is kept in the data directory
   */
  KeyFile(DataDirectory directory, Optional<Path> mounted, SecureRandom random) {
    this.directory = directory;
    this.mounted = mounted;
    this.random = random;
  }

  /** Whether the deployment gives the file, and nothing is made here. */
  boolean isMounted() {
    return mounted.isPresent();
  }

  /**
   * The keys as the file has them now.
   *
   * @throws IllegalStateException when it cannot be read, or holds anything else
   */
  List<EncryptionKey> read() {
    if (mounted.isEmpty()) {
      return directory
          .read(NAME)
          .map(this::parse)
          .orElseThrow(() -> new IllegalStateException("there is no encryption key " + path()));
    }
    try {
      return parse(Files.readAllBytes(mounted.get()));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the encryption key " + path(), e);
    }
  }

  /** The same; the first key is made when there is no file, and it is ours. */
  List<EncryptionKey> readOrMake() {
    if (mounted.isEmpty() && directory.read(NAME).isEmpty()) {
      byte[] bytes = EncryptionKey.random(random);
      String line = Base64.getEncoder().encodeToString(bytes) + "\n";
      directory.writeSecret(NAME, line.getBytes(StandardCharsets.US_ASCII));
      LOG.infof("Made the key that stored secrets are encrypted with: %s", path());
    }
    return read();
  }

  private List<EncryptionKey> parse(byte[] content) {
    if (content.length == EncryptionKey.BYTES) {
      return List.of(EncryptionKey.of(content));
    }
    List<EncryptionKey> keys =
        new String(content, StandardCharsets.US_ASCII)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .map(this::key)
            .toList();
    if (keys.isEmpty()) {
      throw refused();
    }
    return keys;
  }

  private EncryptionKey key(String line) {
    try {
      byte[] bytes = Base64.getDecoder().decode(line);
      if (bytes.length == EncryptionKey.BYTES) {
        return EncryptionKey.of(bytes);
      }
    } catch (IllegalArgumentException e) {
      // Not Base64: told below, without the content.
    }
    throw refused();
  }

  private IllegalStateException refused() {
    return new IllegalStateException(
        "the encryption key "
            + path()
            + " must be 32 bytes, raw or as Base64, or such keys as Base64, one a line, the current"
            + " one first; 'openssl rand -base64 32' makes one");
  }

  private Path path() {
    return mounted.orElseGet(() -> directory.path().resolve(NAME));
  }
}
