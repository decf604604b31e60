package org.workherald.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the server's own certificate must be, whoever vouches for it. */
final class EndEntity {

  /** How sentences about it begin. */
  static final String WHO = "The server's certificate ";

  private EndEntity() {}

  static void check(X509Certificate certificate, HostName host, Instant now)
      throws CertificateRefused {
    List<Finding> findings = findings(certificate, host, now);
    if (!findings.isEmpty()) {
      throw findings.get(0).refusal(null);
    }
  }

  /** All that is wrong with it by itself, what it is refused for first. */
  static List<Finding> findings(X509Certificate certificate, HostName host, Instant now) {
    List<Finding> findings = new ArrayList<>();
    Validity.finding(certificate, now)
        .map(dates -> dates.within(WHO, "."))
        .ifPresent(findings::add);
    Weakness.ofKey(certificate).map(weak -> Finding.tooWeak(WHO, weak)).ifPresent(findings::add);
    if (!isForServers(certificate)) {
      findings.add(
          new Finding(
              CertificateFault.OTHER,
              WHO + "must not be used by servers: its extended key usage lacks serverAuth."));
    }
    if (!host.matches(certificate)) {
      findings.add(
          new Finding(
              CertificateFault.HOSTNAME_MISMATCH,
              WHO
                  + "is not for %s; it carries %s."
                      .formatted(host, HostName.namesOf(certificate))));
    }
    return findings;
  }

  static boolean isForServers(X509Certificate certificate) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      return usages == null
          || usages.contains(Extensions.SERVER_AUTH)
          || usages.contains(Extensions.ANY_USAGE);
    } catch (CertificateParsingException e) {
      return false;
    }
  }
}
