package org.workherald.access;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The audit trail over HTTP, for an operator. */
@Path("/audit")
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Access")
public class AuditResource {

  private static final String PAGE =
      """
      {
        "entries": [
          {
            "id": "0199c0de-7a10-7000-8000-000000000001",
            "at": "2026-11-23T09:00:00Z",
            "who": "h7k2m9q4xz",
            "name": "Kim Lee",
            "address": "192.0.2.17",
            "action": "smtp.changed",
            "subject": "smtp.example.com:587",
            "detail": "tls starttls, from workflow@example.com, auth none"
          }
        ],
        "next": "MDE5OWMw"
      }""";

  private final AuditList list;

  AuditResource(AuditList list) {
    this.list = list;
  }

  @GET
  @Operation(
      operationId = "listAudit",
      summary = "List the audit trail",
      description =
          "Who changed keys, users, the mail server or trust in certificates, when, and from which"
              + " address. Newest first, page by page.")
  @APIResponse(
      responseCode = "200",
      description = "A page",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = AuditPage.class),
              examples = @ExampleObject(name = "page", value = PAGE)))
  public AuditPage list(@BeanParam AuditQuery.Parameters parameters) {
    return list.page(parameters.query());
  }
}
