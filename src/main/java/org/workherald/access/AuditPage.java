package org.workherald.access;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Some entries of the audit trail, newest first. */
@Schema(name = "AuditPage", description = "Some entries, newest first")
public record AuditPage(
    List<AuditEntry> entries,
    @Schema(description = "Send it as cursor to get those that follow; absent on the last page")
        String next) {}
