package org.workherald.trust;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A certificate of a server's chain, as callers see it; with its source when it is trusted. */
@Schema(name = "ChainCertificate", description = "A certificate of a server's chain")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChainMember(
    @JsonUnwrapped CertificateDetails certificate,
    @Schema(
            description = "What it is by its own account",
            enumeration = {"server", "intermediate", "root"})
        String role) {

  static ChainMember of(X509Certificate certificate, Collection<Anchor> anchors, Instant now) {
    String fingerprint = Fingerprint.of(certificate);
    CertificateDetails details =
        anchors.stream()
            .filter(anchor -> anchor.fingerprint().equals(fingerprint))
            .findFirst()
            .map(anchor -> CertificateDetails.of(anchor, now))
            .orElseGet(() -> CertificateDetails.of(certificate, now));
    return new ChainMember(details, role(certificate));
  }

  private static String role(X509Certificate certificate) {
    if (!Anchor.isAuthority(certificate)) {
      return "server";
    }
    return Issuer.ofItself(certificate) ? "root" : "intermediate";
  }

  /** For where the same certificate stands with its PEM already. */
  public ChainMember withoutPem() {
    return new ChainMember(certificate.withoutPem(), role);
  }
}
