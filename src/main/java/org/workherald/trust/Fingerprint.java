package org.workherald.trust;

import io.quarkus.runtime.util.HashUtil;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Locale;

/** What certificates are told apart and looked up by. */
public final class Fingerprint {

  private Fingerprint() {}

  /** SHA-256 of the whole certificate, lower-case hex, as the API names certificates. */
  public static String of(X509Certificate certificate) {
    return HashUtil.sha256(encoded(certificate));
  }

  /**
   * SHA-1 of the whole certificate, lower-case hex: nothing to rely on, but what people compare.
   */
  static String sha1(X509Certificate certificate) {
    return HashUtil.sha1(encoded(certificate));
  }

  /** As we write it; others write upper case with colons. */
  public static String normal(String fingerprint) {
    return fingerprint.replace(":", "").toLowerCase(Locale.ROOT);
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
