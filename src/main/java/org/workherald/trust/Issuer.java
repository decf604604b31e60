package org.workherald.trust;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

/** Who signed whom, by name and by signature. */
final class Issuer {

  private Issuer() {}

  static boolean is(X509Certificate issuer, X509Certificate certificate) {
    if (!isNamed(issuer, certificate) || KeyLength.isAbsurd(issuer.getPublicKey())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static boolean isNamed(X509Certificate issuer, X509Certificate certificate) {
    return issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  static boolean ofItself(X509Certificate certificate) {
    return is(certificate, certificate);
  }
}
