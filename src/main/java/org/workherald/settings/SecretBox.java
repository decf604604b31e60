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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.workherald.store.DataDirectory;

/**
 * Encrypts secrets at rest with AES-256-GCM. A sealed secret reads {@code v1.<key id>.<nonce and
 * ciphertext>}, so that the key, and the way, can be changed later. It is sealed with the current
 * key, and opened with whichever of the keys it names (ADR 13).
 */
@Singleton
public class SecretBox {

  private static final Logger LOG = Logger.getLogger(SecretBox.class);
  private static final String VERSION = "v1";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private static final Pattern SEALED = Pattern.compile("v1\\.([0-9a-f]{8})\\.[A-Za-z0-9_-]+");

  private final SecureRandom random = new SecureRandom();
  private final KeyFile file;

  /** The current one first; empty as long as none was asked for. */
  private volatile List<EncryptionKey> keys = List.of();

  /** The ids of keys that were needed in vain. */
  private final Set<String> missed = ConcurrentHashMap.newKeySet();

  /**
   * @param keyFile holds the keys; when empty, one is made in the data directory
   */
  @Inject
  public SecretBox(
      DataDirectory directory,
      @ConfigProperty(name = "workherald.encryption.key-file") Optional<Path> keyFile) {
    this.file = new KeyFile(directory, keyFile, random);
  }

  /**
   * Makes the key when the service starts, not with the first secret: so that every backup has it,
   * and a file that holds none is told.
   */
  void ready(@Observes StartupEvent start) {
    try {
      keys();
    } catch (IllegalStateException e) {
      if (file.isMounted()) {
        throw e;
      }
      // With its settings from the deployment a service may have no secret to keep, and no place.
      LOG.warnf("No secret can be stored here: %s", e.getMessage());
    }
  }

  /**
   * @param context what the secret belongs to: the kind of setting and the path within its body,
   *     such as {@code smtp.password}, by which {@link Resealing} finds it; authenticated with it,
   *     so that a sealed secret cannot be moved to another place
   */
  public String seal(Secret secret, String context) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    EncryptionKey key = keys().get(0);
    String head = VERSION + "." + key.id() + ".";
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, key, nonce, head, context)
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
    EncryptionKey key = key(parts[1]);
    String head = VERSION + "." + parts[1] + ".";
    try {
      byte[] both = Base64.getUrlDecoder().decode(parts[2]);
      byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
      byte[] opened =
          cipher(Cipher.DECRYPT_MODE, key, nonce, head, context)
              .doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES);
      return new Secret(new String(opened, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Neither says more than "no": the cause is left out lest it carry what was decrypted.
      throw new UnreadableSecret("a stored secret was changed, or belongs to another place");
    }
  }

  /** The id of the key that a text is sealed with; empty when it is not sealed. */
  static Optional<String> keyOf(String text) {
    Matcher matcher = SEALED.matcher(text);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The ids of the keys, the current one first. */
  List<String> keyIds() {
    return keys().stream().map(EncryptionKey::id).toList();
  }

  /**
   * Reads the keys again.
   *
   * @throws IllegalStateException when the file cannot be used; the keys known stay
   */
  synchronized void refresh() {
    if (keys.isEmpty()) {
      keys();
      return;
    }
    List<String> before = keyIds();
    keys = file.read();
    if (!keyIds().equals(before)) {
      LOG.infof("The encryption keys have changed: %s, the first is the current one", keys);
    }
  }

  /** Whether a key is there now that was needed in vain before. */
  boolean regained() {
    return keyIds().stream().anyMatch(missed::contains);
  }

  /** All have been told that it is there. */
  void regainedIsTold() {
    missed.removeAll(keyIds());
  }

  private Cipher cipher(int mode, EncryptionKey key, byte[] nonce, String head, String context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((head + context).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /** The key of an id; another replica may have it from a file that we have not read since. */
  private EncryptionKey key(String id) {
    return known(id)
        .or(
            () -> {
              reread();
              return known(id);
            })
        .orElseThrow(
            () -> {
              missed.add(id);
              return new UnreadableSecret(
                  ("a stored secret was sealed with key %s, but the key here is %s: all replicas"
                          + " need the same workherald.encryption.key-file, and so does a restored"
                          + " backup")
                      .formatted(id, String.join(", ", keyIds())));
            });
  }

  private Optional<EncryptionKey> known(String id) {
    return keys().stream().filter(key -> key.id().equals(id)).findFirst();
  }

  private void reread() {
    try {
      refresh();
    } catch (IllegalStateException e) {
      LOG.debugf("The keys known stay: %s", e.getMessage());
    }
  }

  private List<EncryptionKey> keys() {
    if (keys.isEmpty()) {
      synchronized (this) {
        if (keys.isEmpty()) {
          keys = file.readOrMake();
        }
      }
    }
    return keys;
  }
}
