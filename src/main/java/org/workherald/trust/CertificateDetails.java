package org.workherald.trust;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A certificate with all that people look at before they trust it. */
@Schema(name = "CertificateDetails", description = "A certificate, trusted or not, in full")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CertificateDetails(
    @JsonUnwrapped CertificateSummary certificate,
    @Schema(description = "SHA-1 of the whole certificate, lower-case hex, as other tools show it")
        String sha1,
    @Schema(description = "Of X.509", examples = "3") int version,
    @Schema(description = "Kind and length", examples = "RSA 2048") String publicKey,
    @Schema(examples = "SHA256withRSA") String signatureAlgorithm,
    @Schema(description = "Whether it may sign others") boolean ca,
    @Schema(description = "How many authorities may stand below it; none: any number")
        Integer pathLength,
    @Schema(description = "As RFC 5280 calls it; none: anything", examples = "keyCertSign")
        List<String> keyUsage,
    @Schema(
            description = "As RFC 5280 calls it, or an OID; none: anything",
            examples = "serverAuth")
        List<String> extendedKeyUsage,
    @Schema(description = "Alternative names: DNS names, IP addresses and the like")
        List<String> names,
    @Schema(description = "Hex") String subjectKeyId,
    @Schema(description = "Hex; the issuer's subjectKeyId") String authorityKeyId,
    @Schema(description = "Where its issuer's certificate can be had, it says; not fetched")
        String issuerAddress,
    String pem) {

  /** Of a certificate that nothing is known of but itself: it has no source and no alias. */
  public static CertificateDetails of(X509Certificate certificate, Instant now) {
    return of(certificate, CertificateSummary.of(certificate, now));
  }

  static CertificateDetails of(Anchor anchor, Instant now) {
    return of(anchor.certificate(), CertificateSummary.of(anchor, now));
  }

  CertificateDetails withoutPem() {
    return new CertificateDetails(
        certificate,
        sha1,
        version,
        publicKey,
        signatureAlgorithm,
        ca,
        pathLength,
        keyUsage,
        extendedKeyUsage,
        names,
        subjectKeyId,
        authorityKeyId,
        issuerAddress,
        null);
  }

  private static CertificateDetails of(X509Certificate certificate, CertificateSummary summary) {
    boolean ca = Anchor.isAuthority(certificate);
    int pathLength = certificate.getBasicConstraints();
    return new CertificateDetails(
        summary,
        Fingerprint.sha1(certificate),
        certificate.getVersion(),
        KeyLength.words(certificate.getPublicKey()),
        certificate.getSigAlgName(),
        ca,
        ca && pathLength >= 0 && pathLength < Integer.MAX_VALUE ? pathLength : null,
        Extensions.keyUsage(certificate),
        Extensions.extendedKeyUsage(certificate),
        Extensions.names(certificate),
        Extensions.subjectKeyId(certificate),
        Extensions.authorityKeyId(certificate),
        IssuerAddress.of(certificate).orElse(null),
        PemBlocks.write(certificate));
  }
}
