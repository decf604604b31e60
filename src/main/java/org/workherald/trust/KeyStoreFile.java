package org.workherald.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The trusted certificates of a key store, which must hold nothing else. */
final class KeyStoreFile {

  /** About as long as a request may take; what is made in earnest asks for some ten thousand. */
  private static final int MOST_ITERATIONS = 2_000_000;

  private static final String ZERO =
      "holds 0 trusted certificates. A PKCS#12 made by 'openssl pkcs12 -export -nokeys' reads as"
          + " empty, for want of an attribute that marks its certificates as trusted: make it by"
          + " 'keytool -importcert', by OpenSSL 3.2 or newer with '-jdktrust anyExtendedKeyUsage',"
          + " or use PEM";

  private KeyStoreFile() {}

  /**
   * @param type as the JDK calls it
   */
  static List<NamedCertificate> read(String type, byte[] content, StorePassword password)
      throws UnreadableCertificates {
    if (ReadingCost.iterations(content) > MOST_ITERATIONS) {
      throw new UnreadableCertificates(
          "asks for more than %,d iterations of its key derivations: make it anew with fewer"
              .formatted(MOST_ITERATIONS));
    }
    List<NamedCertificate> certificates = new ArrayList<>();
    try {
      KeyStore store = KeyStore.getInstance(type);
      store.load(new ByteArrayInputStream(content), password.value().toCharArray());
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          throw UnreadableCertificates.privateKey();
        }
        if (store.getCertificate(alias) instanceof X509Certificate certificate) {
          certificates.add(new NamedCertificate(certificate, alias));
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new UnreadableCertificates(
          "cannot be opened as " + type + ": " + why(e, content, password), e);
    }
    if (certificates.isEmpty()) {
      throw new UnreadableCertificates(
          type.equals("PKCS12") ? ZERO : "holds 0 trusted certificates");
    }
    return certificates;
  }

  private static String why(Exception e, byte[] content, StorePassword password) {
    if (!(e.getCause() instanceof UnrecoverableKeyException)) {
      return "it is damaged" + BerHead.cut(content);
    }
    return password.isMissing()
        ? "it needs its password in " + password.place() + ", and none is given"
        : "the password in " + password.place() + " is not the one it was made with";
  }
}
