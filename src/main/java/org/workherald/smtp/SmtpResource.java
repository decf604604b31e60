package org.workherald.smtp;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.workherald.access.Roles;
import org.workherald.http.EntityTag;
import org.workherald.settings.StaleRevision;
import org.workherald.smtp.SmtpAccount.State;

/** The SMTP settings over HTTP, for an admin. */
@Path("/smtp")
@RolesAllowed(Roles.ADMIN)
@Tag(name = "SMTP", description = "The mail server and how to use it")
public class SmtpResource {

  private static final String EXAMPLE =
      """
      { "host": "smtp.example.com", "port": 587, "tls": "starttls", "from": "workflow@example.com",
        "fromName": "Workflow Engine", "auth": "password", "username": "workflow@example.com",
        "password": "…" }""";

  private static final Logger LOG = Logger.getLogger(SmtpResource.class);

  private final SmtpAccount account;
  private final SendingStatus sending;

  SmtpResource(SmtpAccount account, SendingStatus sending) {
    this.account = account;
    this.sending = sending;
  }

  @GET
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      operationId = "getSmtp",
      summary = "Get the SMTP settings",
      description = "Those in force: the stored ones, or else the deployment's.")
  public RestResponse<SmtpView> get() {
    return answer(account.read());
  }

  @PUT
  @Operation(
      operationId = "putSmtp",
      summary = "Store SMTP settings",
      description =
          "In force with the next mail, at every replica. A password that is left out is kept while"
              + " host, port and username stay the same.")
  @APIResponse(responseCode = "200", description = "Stored")
  @APIResponse(responseCode = "412", description = "They were changed in the meantime")
  @APIResponse(responseCode = "422", description = "They cannot be applied; nothing was changed")
  @APIResponse(responseCode = "428", description = "Some are stored, and If-Match is missing")
  public RestResponse<SmtpView> put(
      @NotNull
          @Valid
          @RequestBody(
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = SmtpOrder.class),
                      examples = @ExampleObject(name = "submission", value = EXAMPLE)))
          SmtpOrder order,
      @Parameter(description = "The ETag of the settings that these replace; needed once stored")
          @HeaderParam(HttpHeaders.IF_MATCH)
          String ifMatch) {
    State before = account.read();
    if (before.stored() && ifMatch == null) {
      throw HttpProblem.valueOf(
          Status.PRECONDITION_REQUIRED, "Settings are stored: send their ETag in If-Match.");
    }
    State now = write(before, ifMatch, settings(order, before));
    LOG.infof("SMTP settings stored, revision %d", now.revision());
    return answer(now);
  }

  @DELETE
  @Operation(
      operationId = "deleteSmtp",
      summary = "Forget the stored SMTP settings",
      description = "The deployment's own are in force again, and answered.")
  @APIResponse(responseCode = "200", description = "What is in force now")
  @APIResponse(responseCode = "412", description = "They were changed in the meantime")
  public RestResponse<SmtpView> delete(@HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    State before = account.read();
    State now = write(before, ifMatch, null);
    if (before.stored()) {
      LOG.infof("Stored SMTP settings deleted, revision %d", now.revision());
    }
    return answer(now);
  }

  private State write(State before, String ifMatch, SmtpSettings settings) {
    EntityTag tag = new EntityTag(before.revision());
    tag.require(ifMatch);
    try {
      return settings == null && !before.stored()
          ? before
          : account.write(before.revision(), settings);
    } catch (StaleRevision e) {
      throw tag.stale();
    }
  }

  private static SmtpSettings settings(SmtpOrder order, State before) {
    try {
      return order.settings(before.settings());
    } catch (InvalidSettings e) {
      throw e.problem("");
    }
  }

  private RestResponse<SmtpView> answer(State state) {
    return RestResponse.ResponseBuilder.ok(SmtpView.of(state, sending.pausedBecause()))
        .header(HttpHeaders.ETAG, new EntityTag(state.revision()))
        .build();
  }
}
