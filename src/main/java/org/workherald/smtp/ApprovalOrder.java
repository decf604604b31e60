package org.workherald.smtp;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.http.OneLine;

/** The approval of a certificate that a server was seen to show. */
@Schema(name = "Approval", description = "Fetch again, and trust exactly this certificate")
public record ApprovalOrder(
    @NotNull @Valid ServerOrder from,
    @Schema(description = "SHA-256 of the certificate, in hex; colons do not matter")
        @NotNull
        @Pattern(
            regexp = "([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}",
            message = "must be a SHA-256 fingerprint: 64 hex digits, with colons or without")
        String fingerprint,
    @Schema(description = "What to call it") @OneLine(max = 100) String alias) {}
