package org.workherald.settings;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.workherald.store.DataDirectory;

/**
 * Encrypts secrets at rest with AES-256-GCM. A sealed secret reads {@code v1.<key id>.<nonce and
 * ciphertext>}, so that the key, and the way, can be changed later.
 */
@Singleton
public class SecretBox {

  private static final Logger LOG = Logger.getLogger(SecretBox.class);
  private static final String VERSION = "v1";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final DataDirectory directory;
  private final Optional<Path> keyFile;
  private volatile EncryptionKey key;

  /**
   * @param keyFile holds the key; when empty, one is made in the data directory
   */
  @Inject
  public SecretBox(
      DataDirectory directory,
      @ConfigProperty(name = "workherald.encryption.key-file") Optional<Path> keyFile) {
    this.directory = directory;
    this.keyFile = keyFile;
  }

  /**
   * Makes the key when the service starts, not with the first secret: so that every backup has it,
   * and a file that holds none is told.
   */
  void ready(@Observes StartupEvent start) {
    try {
      key();
    } catch (IllegalStateException e) {
      if (keyFile.isPresent()) {
        throw e;
      }
      // With its settings from the deployment a service may have no secret to keep, and no place.
      LOG.warnf("No secret can be stored here: %s", e.getMessage());
    }
  }

  /**
   * @param context what the secret belongs to, such as {@code smtp.password}; authenticated with
   *     it, so that a sealed secret cannot be moved to another place
   */
  public String seal(Secret secret, String context) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    String head = VERSION + "." + key().id() + ".";
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, head, context)
              .doFinal(secret.value().getBytes(StandardCharsets.UTF_8));
      byte[] both =
          ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
      return head + Base64.getUrlEncoder().withoutPadding().encodeToString(both);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  /**
   * @throws UnreadableSecret when the key or the context is another one
   */
  public Secret open(String sealed, String context) {
    String[] parts = sealed.split("\\.", -1);
    if (parts.length != 3 || !parts[0].equals(VERSION)) {
      throw new UnreadableSecret("a stored secret is not in a form that this version knows");
    }
    if (!parts[1].equals(key().id())) {
      throw new UnreadableSecret(
          ("a stored secret was sealed with key %s, but the key here is %s: all replicas need the"
                  + " same workherald.encryption.key-file, and so does a restored backup")
              .formatted(parts[1], key().id()));
    }
    String head = VERSION + "." + parts[1] + ".";
    try {
      byte[] both = Base64.getUrlDecoder().decode(parts[2]);
      byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
      byte[] opened =
          cipher(Cipher.DECRYPT_MODE, nonce, head, context)
              .doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES);
      return new Secret(new String(opened, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Neither says more than "no": the cause is left out lest it carry what was decrypted.
      throw new UnreadableSecret("a stored secret was changed, or belongs to another place");
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String head, String context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key().key(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((head + context).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private EncryptionKey key() {
    if (key == null) {
      synchronized (this) {
        if (key == null) {
          key =
              keyFile
                  .map(EncryptionKey::readFrom)
                  .orElseGet(() -> EncryptionKey.keptIn(directory, random));
        }
      }
    }
    return key;
  }
}
