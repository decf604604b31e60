package org.workherald.settings;

import io.quarkus.runtime.util.HashUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;
import org.workherald.store.DataDirectory;

/**
 * The key that secrets are sealed with.
 *
 * @param id tells keys apart, and tells nothing about the key
 */
record EncryptionKey(String id, SecretKey key) {

  private static final Logger LOG = Logger.getLogger(EncryptionKey.class);
  private static final String FILE = "encryption.key";
  private static final int BYTES = 32;

  /**
   * @throws IllegalStateException when the file cannot be read, or holds no key
   */
  static EncryptionKey readFrom(Path file) {
    try {
      return parse(Files.readAllBytes(file), file);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the encryption key " + file, e);
    }
  }

  /** The key in the data directory, made when there is none. */
  static EncryptionKey keptIn(DataDirectory directory, SecureRandom random) {
    Path file = directory.path().resolve(FILE);
    return directory
        .read(FILE)
        .map(content -> parse(content, file))
        .orElseGet(
            () -> {
              byte[] bytes = new byte[BYTES];
              random.nextBytes(bytes);
              directory.writeSecret(FILE, Base64.getEncoder().encode(bytes));
              LOG.infof("Made the key that stored secrets are encrypted with: %s", file);
              return of(bytes);
            });
  }

  private static EncryptionKey parse(byte[] content, Path file) {
    if (content.length == BYTES) {
      return of(content);
    }
    try {
      byte[] bytes =
          Base64.getDecoder().decode(new String(content, StandardCharsets.US_ASCII).strip());
      if (bytes.length == BYTES) {
        return of(bytes);
      }
    } catch (IllegalArgumentException e) {
      // Not Base64: told below, without the content.
    }
    throw new IllegalStateException(
        "the encryption key "
            + file
            + " must be 32 bytes, raw or as Base64; 'openssl rand -base64 32' makes one");
  }

  private static EncryptionKey of(byte[] bytes) {
    return new EncryptionKey(
        HashUtil.sha256(bytes).substring(0, 8), new SecretKeySpec(bytes, "AES"));
  }

  @Override
  public String toString() {
    return id;
  }
}
