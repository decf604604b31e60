package org.workherald.trust;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collection;
import java.util.stream.Collectors;
import org.workherald.http.Printable;

/**
 * Certificates as files that other programs read, and that can be uploaded again. None of the
 * formats can say that a certificate is pinned.
 */
final class Export {

  private Export() {}

  /** A PEM bundle with comments that say what each is. */
  static String pem(Collection<Anchor> anchors) {
    return anchors.stream().map(Export::pem).collect(Collectors.joining("\n"));
  }

  private static String pem(Anchor anchor) {
    StringBuilder text = new StringBuilder();
    String subject = DistinguishedName.of(anchor.certificate().getSubjectX500Principal());
    text.append("# subject: ").append(comment(subject)).append('\n');
    if (anchor.alias() != null) {
      text.append("# alias: ").append(comment(anchor.alias())).append('\n');
    }
    text.append("# sha256: ").append(anchor.fingerprint()).append('\n');
    if (anchor.pinned()) {
      text.append("# pinned: add it with ?pin=true\n");
    }
    return text.append(PemBlocks.write(anchor.certificate())).toString();
  }

  /** What a stranger wrote must not end the comment, or look like the start of a certificate. */
  private static String comment(String text) {
    return Printable.of(text).replace("--", "- -");
  }

  /** A truststore for Java and keytool; aliases that are missing or there twice are completed. */
  static byte[] pkcs12(Collection<Anchor> anchors, String password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Anchor anchor : anchors) {
        String alias = anchor.alias() == null ? anchor.fingerprint() : anchor.alias();
        boolean taken = store.containsAlias(alias);
        store.setCertificateEntry(
            taken ? alias + " " + anchor.fingerprint() : alias, anchor.certificate());
      }
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      store.store(file, password.toCharArray());
      return file.toByteArray();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("a PKCS#12 cannot be made", e);
    }
  }
}
