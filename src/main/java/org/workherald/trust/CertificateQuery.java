package org.workherald.trust;

import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.QueryParam;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.workherald.http.OneLine;

/** Which of the trusted certificates a caller wants; what is absent selects all. */
class CertificateQuery {

  /** Fewer digits of a fingerprint are found by chance in most of them. */
  private static final int FEWEST_DIGITS = 8;

  @QueryParam("source")
  @Parameter(
      description = "Only those that trust comes from here",
      schema =
          @Schema(
              type = SchemaType.STRING,
              enumeration = {"system", "mounted", "stored"}))
  @Pattern(regexp = "system|mounted|stored", message = "must be one of system, mounted, stored")
  String source;

  @QueryParam("pinned")
  @Parameter(description = "Only those trusted as themselves alone, or only the others")
  Boolean pinned;

  @QueryParam("search")
  @Parameter(
      description =
          "Only those with this in their subject, issuer, alias or an alternative name, whatever the"
              + " case, or with these digits, 8 at least, in their SHA-256 or SHA-1 fingerprint")
  @OneLine(max = 200)
  String search;

  List<Anchor> of(Collection<Anchor> anchors) {
    return anchors.stream()
        .filter(anchor -> source == null || anchor.source().word().equals(source))
        .filter(anchor -> pinned == null || anchor.pinned() == pinned)
        .filter(anchor -> search == null || found(anchor))
        .toList();
  }

  private boolean found(Anchor anchor) {
    String wanted = lower(search.strip());
    var certificate = anchor.certificate();
    var names = Extensions.names(certificate);
    boolean named =
        Stream.of(
                // As the list shows it, and as most other tools do: with spaces after commas.
                Stream.of(
                    DistinguishedName.of(certificate.getSubjectX500Principal()),
                    certificate.getSubjectX500Principal().toString(),
                    DistinguishedName.of(certificate.getIssuerX500Principal()),
                    certificate.getIssuerX500Principal().toString()),
                Stream.ofNullable(anchor.alias()),
                Stream.ofNullable(names).flatMap(List::stream))
            .flatMap(texts -> texts)
            .anyMatch(text -> lower(text).contains(wanted));
    return named || fingerprinted(anchor, Fingerprint.normal(wanted));
  }

  private static boolean fingerprinted(Anchor anchor, String digits) {
    return digits.length() >= FEWEST_DIGITS
        && digits.chars().allMatch(HexFormat::isHexDigit)
        && (anchor.fingerprint().contains(digits)
            || Fingerprint.sha1(anchor.certificate()).contains(digits));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
