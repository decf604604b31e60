package org.workherald.user;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.validation.Violation;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Named;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.workherald.access.Roles;
import org.workherald.http.FieldFaults;
import org.workherald.http.OneLine;
import org.workherald.http.Unprocessable;

/** Users' addresses and preferences over HTTP. */
@Path("/users/{user}")
@RolesAllowed(Roles.ADMIN)
@Tag(name = "Users", description = "How to write to users, and about what")
public class UserResource {

  private static final String EXAMPLE =
      """
      { "email": "asmith@example.com", "name": "Anna Smith", "locale": "de",
        "timeZone": "Europe/Berlin", "events": { "step.reminder": "off" } }""";
  private static final String NOT_YET = "is not available yet; leave it out";

  private final Users users;
  private final Set<String> events;

  /**
   * @param events the ids of the events there are
   */
  UserResource(Users users, @Named("events") Set<String> events) {
    this.users = users;
    this.events = events;
  }

  @GET
  @Operation(
      operationId = "getUser",
      summary = "Show a user",
      description = "With the preferences.")
  @APIResponse(responseCode = "200", description = "The user")
  @APIResponse(responseCode = "404", description = "There is no such user")
  public UserPreferences get(@OneLine(max = 255) String user) {
    return users.find(user).orElseThrow(UserResource::unknown);
  }

  @PUT
  @Operation(
      operationId = "putUser",
      summary = "Add or change a user",
      description = "It counts for the notifications that are sent from now on.")
  @APIResponse(responseCode = "200", description = "As stored")
  @APIResponse(responseCode = "422", description = "A preference is not available yet")
  public UserPreferences put(
      @OneLine(max = 255) String user,
      @NotNull
          @Valid
          @RequestBody(
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = UserPreferences.class),
                      examples = @ExampleObject(name = "user", value = EXAMPLE)))
          UserPreferences preferences) {
    refuseUnknownEvents(preferences);
    refuseWhatIsToCome(preferences);
    users.put(user, preferences);
    return preferences;
  }

  @DELETE
  @Operation(
      operationId = "deleteUser",
      summary = "Forget a user",
      description = "What is queued already is sent all the same.")
  @APIResponse(responseCode = "204", description = "Forgotten")
  @APIResponse(responseCode = "404", description = "There is no such user")
  public void delete(@OneLine(max = 255) String user) {
    if (!users.delete(user)) {
      throw unknown();
    }
  }

  private static HttpProblem unknown() {
    return HttpProblem.valueOf(Status.NOT_FOUND, "There is no user of this name.");
  }

  private void refuseUnknownEvents(UserPreferences preferences) {
    var unknown = new TreeSet<>(preferences.chosen().keySet());
    unknown.removeAll(events);
    if (!unknown.isEmpty()) {
      var message = "is no event; there are " + String.join(", ", new TreeSet<>(events));
      throw new FieldFaults(
          unknown.stream()
              .map(event -> Violation.In.body.field("events." + event).message(message))
              .toList());
    }
  }

  private static void refuseWhatIsToCome(UserPreferences preferences) {
    var toCome = new ArrayList<String>();
    preferences.chosen().entrySet().stream()
        .filter(choice -> choice.getValue() == UserPreferences.Choice.DIGEST)
        .map(Map.Entry::getKey)
        .forEach(event -> toCome.add("events." + event));
    toCome.addAll(preferences.toCome());
    if (!toCome.isEmpty()) {
      List<Violation> violations =
          toCome.stream().map(field -> Violation.In.body.field(field).message(NOT_YET)).toList();
      throw Unprocessable.of(violations);
    }
  }
}
