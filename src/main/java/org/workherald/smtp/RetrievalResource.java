package org.workherald.smtp;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.workherald.access.AuditAction;
import org.workherald.access.Roles;
import org.workherald.http.Unprocessable;
import org.workherald.trust.Trust;

/** Retrieval of a server's certificates over the port, and in the way, that mail takes. */
@Path("/trust/retrieve")
@Tag(name = "Trust")
public class RetrievalResource {

  private static final String EXAMPLE =
      "{\"host\": \"smtp.example.com\", \"port\": 587, \"tls\": \"starttls\"}";

  private final Retrieval retrieval;
  private final ProbeRules rules;
  private final SmtpAccount account;
  private final Trust trust;

  RetrievalResource(Retrieval retrieval, ProbeRules rules, SmtpAccount account, Trust trust) {
    this.retrieval = retrieval;
    this.rules = rules;
    this.account = account;
    this.trust = trust;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      operationId = "retrieveCertificates",
      summary = "Retrieve a server's certificates from its port",
      description =
          "Over STARTTLS or implicit TLS, verified as ever, without credentials and without mail."
              + " Says everything that is wrong, and which certificate to approve with POST"
              + " /trust/certificates. Without a body: from the mail server in use.")
  @APIResponse(
      responseCode = "200",
      description = "What was seen; causes tell when it was nothing",
      content = @Content(schema = @Schema(implementation = RetrievedChain.class)))
  @APIResponse(responseCode = "422", description = "This server may not, or cannot, be looked at")
  @APIResponse(responseCode = "429", description = "Too many at a time, or in a minute")
  public RetrievedChain retrieve(
      @Valid
          @RequestBody(
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = ServerOrder.class),
                      examples = @ExampleObject(name = "submission", value = EXAMPLE)))
          ServerOrder order) {
    Endpoint endpoint = order == null ? inUse() : order.endpoint("");
    Retrieval.Seen seen =
        rules.admitted(
            endpoint, "host", AuditAction.TRUST_RETRIEVED, null, () -> retrieval.look(endpoint));
    return RetrievedChain.of(endpoint, seen, trust);
  }

  private Endpoint inUse() {
    return account
        .settings()
        .map(SmtpSettings::endpoint)
        .filter(endpoint -> endpoint.tls() != TlsMode.NONE)
        .orElseThrow(
            () ->
                Unprocessable.of(
                    "No mail server with TLS is set: say which in the body, or set one with PUT"
                        + " /smtp."));
  }
}
