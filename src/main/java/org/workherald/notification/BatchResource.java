package org.workherald.notification;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.workherald.access.AuditTrail;
import org.workherald.access.Roles;
import org.workherald.notification.Reception.Prepared;

/** Takes many notifications at once. */
@Path("/notifications/batch")
@Tag(name = "Notifications")
public class BatchResource {

  private final Batch batch;
  private final Reception reception;
  private final AuditTrail trail;

  BatchResource(Batch batch, Reception reception, AuditTrail trail) {
    this.batch = batch;
    this.reception = reception;
    this.trail = trail;
  }

  @POST
  @RolesAllowed(Roles.NOTIFIER)
  @Operation(
      operationId = "sendNotifications",
      summary = "Tell people about many work items",
      description =
          "Up to 1,000 notifications in up to 16 MiB. Each is checked on its own; the good ones are"
              + " stored in one commit, the others answered with a problem.")
  @APIResponse(
      responseCode = "202",
      description = "What became of each, in the same order",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = BatchAnswer.class),
              examples = @ExampleObject(name = "mixed", value = Examples.BATCH_ANSWER)))
  @APIResponse(responseCode = "409", description = "The first request with this key still runs")
  @APIResponse(
      responseCode = "422",
      description = "The Idempotency-Key came with another body before")
  public Response send(
      @HeaderParam(IdempotencyKey.HEADER)
          @IdempotencyKey
          @Parameter(description = IdempotencyKey.DESCRIPTION)
          String key,
      @NotNull
          @Valid
          @RequestBody(
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = BatchRequest.class),
                      examples = @ExampleObject(name = "batch", value = Examples.BATCH)))
          BatchRequest request) {
    var by = trail.caller();
    return reception.accept(by, key, request, () -> prepare(request, by.id()));
  }

  private Prepared prepare(BatchRequest request, String by) {
    var checked = batch.check(request.notifications(), by);
    return new Prepared(checked.drafts(), "", checked.answer());
  }
}
