package org.workherald.trust;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.http.Printable;

/** A certificate as callers see it. */
@Schema(name = "Certificate", description = "A certificate, trusted or not")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CertificateSummary(
    @Schema(description = "SHA-256 of the whole certificate, lower-case hex") String fingerprint,
    String alias,
    @Schema(examples = "CN=Example Root,O=Example") String subject,
    String issuer,
    @Schema(description = "Serial number, lower-case hex") String serial,
    Instant notBefore,
    Instant notAfter,
    @Schema(
            description = "Where trust in it comes from",
            enumeration = {"system", "mounted", "stored"})
        String source,
    @Schema(description = "Whether it is trusted as itself alone, not for what it has signed")
        Boolean pinned,
    @Schema(
            description = "What will be, or is, a reason not to rely on it",
            enumeration = {"expires-soon", "expired", "not-yet-valid", "weak"})
        List<String> warnings) {

  private static final Duration SOON = Duration.ofDays(30);

  static CertificateSummary of(Anchor anchor, Instant now) {
    return of(anchor.certificate(), anchor.alias(), anchor.source().word(), anchor.pinned(), now);
  }

  /** Of one that nothing else is known of. */
  static CertificateSummary of(X509Certificate certificate, Instant now) {
    return of(certificate, null, null, null, now);
  }

  private static CertificateSummary of(
      X509Certificate certificate, String alias, String source, Boolean pinned, Instant now) {
    return new CertificateSummary(
        Fingerprint.of(certificate),
        alias == null ? null : Printable.of(alias),
        DistinguishedName.of(certificate.getSubjectX500Principal()),
        DistinguishedName.of(certificate.getIssuerX500Principal()),
        certificate.getSerialNumber().toString(16),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        source,
        pinned,
        warnings(certificate, now));
  }

  /** For one that was not added. */
  CertificateSummary withoutSource() {
    return new CertificateSummary(
        fingerprint, alias, subject, issuer, serial, notBefore, notAfter, null, pinned, warnings);
  }

  private static List<String> warnings(X509Certificate certificate, Instant now) {
    List<String> warnings = new ArrayList<>();
    Validity.fault(certificate, now)
        .ifPresentOrElse(
            fault -> warnings.add(fault.word()),
            () -> {
              if (!Validity.covers(certificate, now.plus(SOON))) {
                warnings.add("expires-soon");
              }
            });
    if (Weakness.ofKey(certificate).isPresent()) {
      warnings.add("weak");
    }
    return warnings;
  }
}
