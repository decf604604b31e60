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
    if (report == null || report.names().isEmpty()) {
      return "Have the certificate replaced by one for " + host;
    }
    String names = report.names().stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return "Set \"host\" to a name that the certificate carries ("
        + names
        + ") with PUT /smtp, or have the certificate replaced by one for "
        + host;
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
