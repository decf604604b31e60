package org.workherald.access;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What was done, by whom.
 *
 * @param action a word rather than an {@link AuditAction}: a newer replica may know more of them
 */
@Schema(name = "AuditEntry", description = "What was done, by whom")
public record AuditEntry(
    UUID id,
    Instant at,
    @Schema(
            description =
                "The id of the API key; deployment for the one that the configuration gives, system"
                    + " when no request is behind it",
            examples = "h7k2m9q4xz")
        String who,
    @Schema(description = "The name that the key had", examples = "workflow engine") String name,
    @Schema(description = "Where the request came from, if there was one", examples = "192.0.2.17")
        String address,
    @Schema(examples = "trust.added") String action,
    @Schema(
            description =
                "What it was done to: the fingerprint of a certificate, the host:port of a mail"
                    + " server, the event and language of a template, the id of a key or user",
            examples = "smtp.example.com:587")
        String subject,
    @Schema(examples = "tls starttls, from workflow@example.com, auth none") String detail) {}
