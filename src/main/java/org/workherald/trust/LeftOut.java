package org.workherald.trust;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A certificate that is not added, and why. */
@Schema(name = "CertificateLeftOut")
public record LeftOut(
    @JsonUnwrapped CertificateSummary certificate,
    @Schema(
            enumeration = {
              "already-trusted",
              "duplicate",
              "expired",
              "not-yet-valid",
              "not-a-ca",
              "weak"
            })
        String reason,
    @Schema(description = "The reason in plain words") String detail) {}
