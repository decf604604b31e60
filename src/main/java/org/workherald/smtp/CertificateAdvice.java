package org.workherald.smtp;

import java.util.stream.Collectors;
import org.workherald.trust.ChainReport;
import org.workherald.trust.DistinguishedName;
import org.workherald.trust.Fingerprint;

/** What to do about a server's certificate. */
final class CertificateAdvice {

  private static final int MOST_NAMES = 10;

  private CertificateAdvice() {}

  /**
   * @param report or {@code null} when the server showed no certificate
   */
  static String otherName(String host, ChainReport report) {
    String names =
        report == null
            ? ""
            : report.names().stream()
                .filter(name -> !name.startsWith("*"))
                .limit(MOST_NAMES)
                .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? "Have the certificate replaced by one for " + host
        : "If the server's owner says that one of the names in its certificate ("
            + names
            + ") is the server you mean, set \"host\" to it with PUT /smtp; if not, somebody else"
            + " answers for "
            + host
            + ", or its certificate has to be replaced";
  }

  /**
   * The authority rather than the server's own certificate, so that a renewal breaks nothing.
   *
   * @param report or {@code null} when the server showed no certificate
   */
  static String approve(Endpoint endpoint, ChainReport report) {
    if (report == null || report.suggested() == null) {
      return missing(report);
    }
    String fingerprint = Fingerprint.of(report.suggested());
    String from =
        "{\"from\": {\"host\": \"%s\", \"port\": %d, \"tls\": \"%s\"}, \"fingerprint\": \"%s\"}"
            .formatted(endpoint.host(), endpoint.port(), endpoint.tls().word(), fingerprint);
    return "Compare the fingerprint "
        + fingerprint
        + " of '"
        + DistinguishedName.of(report.suggested().getSubjectX500Principal())
        + "' with what the server's owner says; if it is the same, "
        + (report.suggestsPin()
            ? "pin it with POST /trust/certificates?pin=true "
            : "trust it with POST /trust/certificates ")
        + from;
  }

  private static String missing(ChainReport report) {
    if (report == null || report.missingIssuer() == null) {
      return "Have the certificate replaced by one of an authority that is trusted, or upload its"
          + " authority's with POST /trust/certificates";
    }
    if (report.issuerSent()) {
      return "Have the server's certificate replaced by one of a sound authority, for that of '"
          + report.missingIssuer()
          + "', which it sent, cannot be relied on (expired, weak, or not marked as an"
          + " authority's), or upload the server's own with POST /trust/certificates?pin=true";
    }
    String address =
        report.issuerAddress() == null
            ? ""
            : " (Authority Information Access names " + report.issuerAddress() + ")";
    return "Upload the certificate of '"
        + report.missingIssuer()
        + "'"
        + address
        + " with POST /trust/certificates"
        + (report.complete()
            ? ""
            : ", or have the server send its intermediate certificates, which are missing");
  }
}
