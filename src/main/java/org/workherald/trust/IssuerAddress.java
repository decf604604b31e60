package org.workherald.trust;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import org.workherald.http.Printable;

/**
 * Where a certificate says that its issuer's can be had: the caIssuers URL of its Authority
 * Information Access (RFC 5280 §4.2.2.1). It is shown and never fetched, for whoever made the
 * certificate chose it.
 */
final class IssuerAddress {

  private static final String AUTHORITY_INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.1";

  /** The DER of the OID 1.3.6.1.5.5.7.48.2 and the tag of a URI, which follow one another. */
  private static final String CA_ISSUERS_URI = "06082b0601050507300286";

  private static final int LONGEST = 127; // what one byte of DER can say; real ones are shorter

  private IssuerAddress() {}

  static Optional<String> of(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(AUTHORITY_INFORMATION_ACCESS);
    if (extension == null) {
      return Optional.empty();
    }
    int found = HexFormat.of().formatHex(extension).indexOf(CA_ISSUERS_URI);
    int at = (found + CA_ISSUERS_URI.length()) / 2;
    if (found < 0 || found % 2 != 0 || at >= extension.length) {
      return Optional.empty();
    }
    int length = extension[at];
    if (length <= 0 || length > LONGEST || at + 1 + length > extension.length) {
      return Optional.empty();
    }
    return Optional.of(
        Printable.of(new String(extension, at + 1, length, StandardCharsets.US_ASCII)));
  }
}
