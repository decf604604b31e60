package org.workherald.trust;

import java.security.cert.X509Certificate;
import java.util.Locale;

/**
 * A certificate that is trusted, and where that comes from.
 *
 * @param fingerprint SHA-256 of the whole certificate, lower-case hex
 * @param alias what its owner calls it, or {@code null}
 * @param pinned whether it is trusted as that very certificate, and not for what it has signed
 */
record Anchor(
    X509Certificate certificate, String fingerprint, Source source, String alias, boolean pinned) {

  private static final int KEY_CERT_SIGN = 5;

  /** Where trust comes from. */
  enum Source {
    SYSTEM,
    MOUNTED,
    STORED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An authority if the certificate may be one, and else pinned. */
  static Anchor of(X509Certificate certificate, Source source, String alias) {
    return new Anchor(
        certificate, Fingerprint.of(certificate), source, alias, !isAuthority(certificate));
  }

  /** Whether it may sign others (RFC 5280 §4.2.1.3, §4.2.1.9); X.509v1 roots cannot say so. */
  static boolean isAuthority(X509Certificate certificate) {
    if (certificate.getVersion() < 3) {
      return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
    boolean[] usage = certificate.getKeyUsage();
    return certificate.getBasicConstraints() >= 0 && (usage == null || usage[KEY_CERT_SIGN]);
  }
}
