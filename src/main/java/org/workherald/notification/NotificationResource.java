package org.workherald.notification;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
import org.workherald.store.Database;

/** Takes notifications, and shows what became of them. */
@Path("/notifications")
@Tag(name = "Notifications", description = "Tell people about work items, and see what came of it")
public class NotificationResource {

  private final Drafts drafts;
  private final Reception reception;
  private final NotificationViews views;
  private final NotificationList list;
  private final Database database;
  private final AuditTrail trail;
  private final SecurityIdentity identity;

  NotificationResource(
      Drafts drafts,
      Reception reception,
      NotificationViews views,
      NotificationList list,
      Database database,
      AuditTrail trail,
      SecurityIdentity identity) {
    this.drafts = drafts;
    this.reception = reception;
    this.views = views;
    this.list = list;
    this.database = database;
    this.trail = trail;
    this.identity = identity;
  }

  @POST
  @RolesAllowed(Roles.NOTIFIER)
  @Operation(
      operationId = "sendNotification",
      summary = "Tell people about a work item",
      description =
          "The answer is given once the notification is stored durably. Each address gets one mail,"
              + " however often it is named. The W3C trace context of the request goes on when its"
              + " mails are sent.")
  @APIResponse(
      responseCode = "202",
      description = "Stored; the mails follow",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = NotificationView.class),
              examples = @ExampleObject(name = "queued", value = Examples.QUEUED)))
  @APIResponse(responseCode = "409", description = "The first request with this key still runs")
  @APIResponse(
      responseCode = "422",
      description = "A user is not known, or the Idempotency-Key came with another body before")
  public Response send(
      @HeaderParam(IdempotencyKey.HEADER)
          @IdempotencyKey
          @Parameter(description = IdempotencyKey.DESCRIPTION)
          String key,
      @NotNull
          @RequestBody(
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = NotificationRequest.class),
                      examples = @ExampleObject(name = "assigned", value = Examples.REQUEST)))
          NotificationRequest request) {
    var by = trail.caller();
    return reception.accept(by, key, request, () -> prepare(request, by.id()));
  }

  @GET
  @RolesAllowed({Roles.OPERATOR, Roles.NOTIFIER})
  @Operation(
      operationId = "listNotifications",
      summary = "List notifications",
      description =
          "Newest first, page by page. A page may have fewer than the limit when they are large;"
              + " next tells whether there are more.")
  @APIResponse(
      responseCode = "200",
      description = "A page",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = NotificationPage.class),
              examples = @ExampleObject(name = "page", value = Examples.PAGE)))
  public NotificationPage list(@BeanParam NotificationQuery.Parameters parameters) {
    return list.page(parameters.query());
  }

  @GET
  @Path("/{id}")
  @RolesAllowed({Roles.OPERATOR, Roles.NOTIFIER})
  @Operation(
      operationId = "getNotification",
      summary = "Show a notification",
      description =
          "With what became of each of its mails, attempt by attempt, and a timeline of all that"
              + " happened to it: when it was sent, resent and cancelled and by whom, each"
              + " attempt, what it waits for. Other callers' keys are told to operators only.")
  @APIResponse(
      responseCode = "200",
      description = "The notification",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = NotificationView.class),
              examples = @ExampleObject(name = "sent", value = Examples.SENT)))
  @APIResponse(responseCode = "404", description = "There is no such notification")
  public NotificationView get(UUID id) {
    var pause = views.pause();
    var view =
        database
            .<Optional<NotificationView>>read(handle -> views.story(handle, id, pause))
            .orElseThrow(NotificationResource::unknown);
    return identity.hasRole(Roles.OPERATOR) ? view : view.seenBy(trail.caller().id());
  }

  static HttpProblem unknown() {
    return HttpProblem.valueOf(
        Status.NOT_FOUND, "There is no notification with this id (any more).");
  }

  private Prepared prepare(NotificationRequest request, String by) {
    drafts.check(request);
    var draft = drafts.make(request, drafts.users(List.of(request)), by);
    return new Prepared(
        List.of(draft), "/notifications/" + draft.notification().id(), views.of(draft));
  }
}
