package org.workherald.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** When certificates may be believed. */
final class Validity {

  private Validity() {}

  static boolean covers(X509Certificate certificate, Instant now) {
    return fault(certificate, now).isEmpty();
  }

  /**
   * Says of a certificate that is not valid why, and names the time that it was judged by, for a
   * clock that is wrong is as likely a reason: "expired on …; this machine's clock says …".
   */
  static Optional<Finding> finding(X509Certificate certificate, Instant now) {
    return fault(certificate, now)
        .map(fault -> new Finding(fault, describe(certificate, fault, now)));
  }

  static Optional<CertificateFault> fault(X509Certificate certificate, Instant now) {
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      return Optional.of(CertificateFault.NOT_YET_VALID);
    }
    return now.isAfter(certificate.getNotAfter().toInstant())
        ? Optional.of(CertificateFault.EXPIRED)
        : Optional.empty();
  }

  private static String describe(X509Certificate certificate, CertificateFault fault, Instant now) {
    String what =
        fault == CertificateFault.EXPIRED
            ? "expired on " + certificate.getNotAfter().toInstant()
            : "is not valid before " + certificate.getNotBefore().toInstant();
    return "%s; this machine's clock says %s: set it if that is wrong"
        .formatted(what, now.truncatedTo(ChronoUnit.SECONDS));
  }
}
