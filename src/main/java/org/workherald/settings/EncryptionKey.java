package org.workherald.settings;

import io.quarkus.runtime.util.HashUtil;
import java.security.SecureRandom;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that secrets are sealed with: AES-256.
 *
 * @param id tells keys apart, and tells nothing about the key
 */
record EncryptionKey(String id, SecretKey key) {

  static final int BYTES = 32;

  static EncryptionKey of(byte[] bytes) {
    return new EncryptionKey(
        HashUtil.sha256(bytes).substring(0, 8), new SecretKeySpec(bytes, "AES"));
  }

  static byte[] random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  @Override
  public String toString() {
    return id;
  }
}
