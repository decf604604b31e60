package org.workherald.trust;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
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

  private static final byte[] CA_ISSUERS = HexFormat.of().parseHex("2b06010505073002");

  private static final int URI = 0x86; // a tag (RFC 5280 §4.2.1.6)
  private static final int LONGEST = 500;

  private IssuerAddress() {}

  static Optional<String> of(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(AUTHORITY_INFORMATION_ACCESS);
    return extension == null
        ? Optional.empty()
        : Extensions.inner(extension).flatMap(list -> find(extension, list));
  }

  private static Optional<String> find(byte[] in, BerHead list) {
    return list.parts(in).stream()
        .map(access -> access.parts(in))
        .filter(access -> access.size() == 2 && access.get(1).is(URI))
        .filter(access -> Arrays.equals(access.get(0).content(in), CA_ISSUERS))
        .map(access -> new String(access.get(1).content(in), StandardCharsets.US_ASCII))
        .filter(address -> !address.isBlank())
        .map(address -> Printable.of(address, LONGEST))
        .findFirst();
  }
}
