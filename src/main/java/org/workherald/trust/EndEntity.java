package org.workherald.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the server's own certificate must be, whoever vouches for it. */
final class EndEntity {

  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_USAGE = "2.5.29.37.0";

  static final Finding NOT_FOR_SERVERS =
      new Finding(
          CertificateFault.OTHER,
          "The server's certificate must not be used by servers: its extended key usage lacks"
              + " serverAuth.");

  private EndEntity() {}

  static void check(X509Certificate certificate, HostName host, Instant now)
      throws CertificateRefused {
    Optional<CertificateFault> dates = Validity.fault(certificate, now);
    if (dates.isPresent()) {
      throw new CertificateRefused(
          dates.get(),
          "The server's certificate " + Validity.describe(certificate, dates.get(), now) + ".",
          null);
    }
    Optional<String> weakness = Weakness.ofKey(certificate);
    if (weakness.isPresent()) {
      throw new CertificateRefused(
          CertificateFault.WEAK_ALGORITHM,
          "The server's certificate is too weak: " + weakness.get() + ".",
          null);
    }
    if (!isForServers(certificate)) {
      throw NOT_FOR_SERVERS.refusal(null);
    }
    if (!host.matches(certificate)) {
      throw notFor(host, certificate).refusal(null);
    }
  }

  static Finding notFor(HostName host, X509Certificate certificate) {
    return new Finding(
        CertificateFault.HOSTNAME_MISMATCH,
        "The server's certificate is not for %s; it carries %s."
            .formatted(host, HostName.namesOf(certificate)));
  }

  static boolean isForServers(X509Certificate certificate) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      return usages == null || usages.contains(SERVER_AUTH) || usages.contains(ANY_USAGE);
    } catch (CertificateParsingException e) {
      return false;
    }
  }
}
