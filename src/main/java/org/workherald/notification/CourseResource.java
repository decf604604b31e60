package org.workherald.notification;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Event;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jdbi.v3.core.Handle;
import org.workherald.access.AuditTrail;
import org.workherald.access.Caller;
import org.workherald.access.Roles;
import org.workherald.http.OneLine;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.Lane;
import org.workherald.outbox.Lane.Pause;
import org.workherald.outbox.Outbox;
import org.workherald.store.Database;
import org.workherald.trace.LogIds;

/** Changes the course of notifications already taken: sends them again, or not at all. */
@Path("/notifications")
@Tag(name = "Notifications")
public class CourseResource {

  private static final Logger LOG = Logger.getLogger(CourseResource.class);
  private static final String CANCELLED = "cancelled by request";
  private static final String DONE = "the work item is done with";

  private final Database database;
  private final NotificationStore store;
  private final NotificationViews views;
  private final Outbox outbox;
  private final Lane lane;
  private final History history;
  private final AuditTrail trail;
  private final Event<NotificationsAccepted> queued;

  CourseResource(
      Database database,
      NotificationStore store,
      NotificationViews views,
      Outbox outbox,
      Lane lane,
      History history,
      AuditTrail trail,
      Event<NotificationsAccepted> queued) {
    this.database = database;
    this.store = store;
    this.views = views;
    this.outbox = outbox;
    this.lane = lane;
    this.history = history;
    this.trail = trail;
    this.queued = queued;
  }

  @POST
  @Path("/{id}/resend")
  @ResponseStatus(202)
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      operationId = "resendNotification",
      summary = "Send a notification again",
      description =
          "Its failed, held, expired and cancelled deliveries are queued again. What was sent or"
              + " suppressed stays as it is.")
  @APIResponse(responseCode = "202", description = "Queued again")
  @APIResponse(responseCode = "404", description = "There is no such notification")
  public NotificationView resend(UUID id) {
    var by = trail.caller();
    var view = change(id, (handle, hold) -> requeue(handle, id, hold, by));
    new LogIds(id, null, null).during(() -> LOG.info("Queued again, as asked"));
    // What is held waits for the mail server: now is the time to see whether it can be used.
    lane.hasten();
    queued.fire(new NotificationsAccepted());
    return view;
  }

  @DELETE
  @Path("/{id}")
  @RolesAllowed({Roles.NOTIFIER, Roles.OPERATOR})
  @Operation(
      operationId = "cancelNotification",
      summary = "Cancel a notification",
      description = "What is not sent yet is cancelled.")
  @APIResponse(responseCode = "200", description = "As it stands now")
  @APIResponse(responseCode = "404", description = "There is no such notification")
  public NotificationView cancel(UUID id) {
    var by = trail.caller();
    var view = change(id, (handle, hold) -> cancel(handle, List.of(id), CANCELLED, by));
    new LogIds(id, null, null).during(() -> LOG.debug("Cancelled, as asked"));
    return view;
  }

  @DELETE
  @RolesAllowed({Roles.NOTIFIER, Roles.OPERATOR})
  @Operation(
      operationId = "cancelWorkItem",
      summary = "Cancel all notifications of a work item",
      description = "For when the task is done: what is not sent yet is moot.")
  public Cancelled cancelAll(
      @QueryParam("workItem")
          @NotBlank(message = "is required")
          @OneLine(max = 255)
          @Parameter(description = "The work item's id", required = true, example = "4711")
          String workItem) {
    var by = trail.caller();
    var cancelled =
        database.writeOnce(
            handle -> new Cancelled(cancel(handle, store.pending(handle, workItem), DONE, by)));
    LOG.debugf("Cancelled %d deliveries: %s", cancelled.cancelled(), DONE);
    return cancelled;
  }

  private int cancel(Handle handle, List<UUID> notifications, String reason, Caller by) {
    var cancelled = outbox.cancel(handle, notifications, reason);
    history.cancelled(handle, cancelled, by, reason);
    return cancelled.size();
  }

  private void requeue(Handle handle, UUID id, Optional<Pause> hold, Caller by) {
    var again = outbox.requeue(handle, id);
    long held = hold.isEmpty() ? 0 : queued(handle, id) - again.size();
    history.resent(handle, id, again, held, by);
  }

  private long queued(Handle handle, UUID id) {
    return outbox.find(handle, List.of(id)).getOrDefault(id, List.of()).stream()
        .filter(entry -> entry.state() == EntryState.QUEUED)
        .count();
  }

  /**
   * @throws HttpProblem 404
   */
  private NotificationView change(UUID id, BiConsumer<Handle, Optional<Pause>> change) {
    var hold = views.hold();
    return database.writeOnce(
        handle -> {
          change.accept(handle, hold);
          return views.find(handle, List.of(id), hold).stream()
              .findFirst()
              .orElseThrow(NotificationResource::unknown);
        });
  }
}
