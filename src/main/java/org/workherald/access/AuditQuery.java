package org.workherald.access;

import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.workherald.http.PageParameters;
import org.workherald.http.QueryReader;

/** Which entries to list, as the caller asks; everything but the limit may be absent. */
record AuditQuery(
    AuditAction action, String who, String subject, Instant since, int limit, UUID before) {

  /** The parameters as they are sent; all are told that cannot be understood. */
  static class Parameters extends PageParameters {

    @QueryParam("action")
    @Parameter(
        description = "Only those that tell of this",
        schema =
            @Schema(
                type = SchemaType.STRING,
                enumeration = {
                  "encryption.rotated",
                  "key.created",
                  "key.revoked",
                  "smtp.changed",
                  "smtp.deleted",
                  "smtp.tested",
                  "template.changed",
                  "template.deleted",
                  "trust.added",
                  "trust.removed",
                  "trust.retrieved",
                  "user.changed",
                  "user.deleted"
                }))
    String action;

    @QueryParam("who")
    @Parameter(description = "Only those of this API key", example = "h7k2m9q4xz")
    String who;

    @QueryParam("subject")
    @Parameter(description = "Only those about this", example = "smtp.example.com:587")
    String subject;

    AuditQuery query() {
      var reader = new QueryReader();
      var query =
          new AuditQuery(
              reader.read("action", action, Parameters::actionOf, "must be one of " + actions()),
              reader.text("who", who),
              reader.text("subject", subject),
              reader.since(since),
              reader.limit(limit),
              reader.cursor(cursor));
      reader.check();
      return query;
    }

    private static AuditAction actionOf(String word) {
      return Arrays.stream(AuditAction.values())
          .filter(action -> action.word().equals(word))
          .findFirst()
          .orElseThrow();
    }

    private static String actions() {
      return Arrays.stream(AuditAction.values())
          .map(AuditAction::word)
          .collect(Collectors.joining(", "));
    }
  }
}
