package org.workherald.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Key stores by Java, which must hold no key. */
final class KeyStoreFile {

  /**
   * Half a second or so, which Java and we may both need, twice over without a password; what is
   * made in earnest asks for some ten thousand.
   */
  private static final int MOST_ITERATIONS = 2_000_000;

  private KeyStoreFile() {}

  /** All trusted certificates of a JKS. */
  static List<NamedCertificate> read(byte[] content, StorePassword password)
      throws UnreadableCertificates {
    refuseCostly(content);
    List<NamedCertificate> certificates = new ArrayList<>();
    try {
      KeyStore store = open("JKS", content, password);
      for (String alias : Collections.list(store.aliases())) {
        if (store.getCertificate(alias) instanceof X509Certificate certificate) {
          certificates.add(new NamedCertificate(certificate, alias));
        }
      }
    } catch (KeyStoreException e) {
      throw new IllegalStateException(e); // it is loaded
    }
    return certificates;
  }

  /**
   * @throws UnreadableCertificates if Java would take too long over reading it
   */
  static void refuseCostly(byte[] content) throws UnreadableCertificates {
    if (ReadingCost.iterations(content) > MOST_ITERATIONS) {
      throw new UnreadableCertificates(
          "asks for more than %,d iterations of its key derivations: make it anew with fewer"
              .formatted(MOST_ITERATIONS));
    }
  }

  /**
   * A store without keys that is as it was made, so far as that can be verified.
   *
   * @param type as the JDK calls it
   */
  static KeyStore open(String type, byte[] content, StorePassword password)
      throws UnreadableCertificates {
    try {
      KeyStore store = KeyStore.getInstance(type);
      store.load(new ByteArrayInputStream(content), password.value().toCharArray());
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          throw UnreadableCertificates.privateKey();
        }
      }
      return store;
    } catch (IOException | GeneralSecurityException e) {
      if (e.getCause() instanceof UnrecoverableKeyException) {
        throw wrong(password, e);
      }
      throw new UnreadableCertificates(
          "cannot be opened as " + type + ": it is damaged" + BerHead.cut(content), e);
    }
  }

  static UnreadableCertificates wrong(StorePassword password, Throwable cause) {
    if (password.isMissing()) {
      return new UnreadableCertificates(
          "cannot be opened: it needs its password in " + password.place() + ", and none is given",
          cause);
    }
    boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(password.value());
    return new UnreadableCertificates(
        "cannot be opened: the password in "
            + password.place()
            + " is not the one it was made with"
            + (ascii ? "" : ", or Java cannot use it here, for it has characters beyond ASCII"),
        cause);
  }
}
