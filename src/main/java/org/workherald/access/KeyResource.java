package org.workherald.access;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.ResponseStatus;

/** API keys over HTTP: made, listed and revoked by an admin. */
@Path("/keys")
@RolesAllowed(Roles.ADMIN)
@Tag(name = "Access", description = "API keys and their roles")
public class KeyResource {

  private static final Logger LOG = Logger.getLogger(KeyResource.class);

  private final KeyRing ring;
  private final AdminKey admin;
  private final Clock clock;

  KeyResource(KeyRing ring, AdminKey admin, Clock clock) {
    this.ring = ring;
    this.admin = admin;
    this.clock = clock;
  }

  @POST
  @ResponseStatus(201)
  @Operation(
      operationId = "createKey",
      summary = "Make an API key",
      description = "The answer is the only place where the key is ever shown.")
  @APIResponse(
      responseCode = "201",
      description = "The key, shown this once",
      content = @Content(schema = @Schema(implementation = KeyView.class)))
  public KeyView create(
      @NotNull
          @Valid
          @RequestBody(
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = KeyOrder.class),
                      examples =
                          @ExampleObject(
                              name = "notifier",
                              value =
                                  "{\"name\": \"workflow engine\", \"roles\": [\"notifier\"]}")))
          KeyOrder order) {
    var made = NewKey.make();
    var key =
        new ApiKey(
            made.id(),
            order.name(),
            new TreeSet<>(order.roles()),
            ApiKey.hash(made.value()),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    ring.add(key);
    LOG.infof("Made key %s with roles %s", key.id(), key.roles());
    return KeyView.of(key, made);
  }

  @GET
  @Operation(
      operationId = "listKeys",
      summary = "List the API keys",
      description = "Without the keys themselves.")
  public List<KeyView> list() {
    return Stream.concat(admin.configured().stream(), ring.all().stream())
        .map(KeyView::of)
        .toList();
  }

  @DELETE
  @Path("/{id}")
  @Operation(
      operationId = "revokeKey",
      summary = "Revoke an API key",
      description = "It stops working at once; at other replicas within about a second.")
  @APIResponse(responseCode = "204", description = "Revoked")
  @APIResponse(responseCode = "404", description = "There is no such key")
  @APIResponse(
      responseCode = "409",
      description = "It is the deployment's own key, or the last one of an admin")
  public Response revoke(String id) {
    if (admin.configured().isPresent() && id.equals(AdminKey.DEPLOYMENT)) {
      throw HttpProblem.valueOf(
          Status.CONFLICT,
          "This key comes from the deployment: take WORKHERALD_ADMIN_KEY out of its settings.");
    }
    if (!ring.revoke(id, keys -> keepOneAdmin(id, keys))) {
      throw HttpProblem.valueOf(Status.NOT_FOUND, "There is no key with this id.");
    }
    LOG.infof("Revoked key %s", id);
    return Response.noContent().build();
  }

  private void keepOneAdmin(String id, List<ApiKey> keys) {
    var admins =
        keys.stream().filter(key -> key.roles().contains(Roles.ADMIN)).map(ApiKey::id).toList();
    if (admin.configured().isEmpty() && admins.equals(List.of(id))) {
      throw HttpProblem.valueOf(
          Status.CONFLICT, "This is the last key of an admin: make another one first.");
    }
  }
}
