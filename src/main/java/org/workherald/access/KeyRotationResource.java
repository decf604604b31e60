package org.workherald.access;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The rotation of the encryption key by hand, for an admin who does not want to wait. */
@Path("/keys/encryption/rotate")
@RolesAllowed(Roles.ADMIN)
@Tag(name = "Access")
public class KeyRotationResource {

  private static final String ROTATED =
      """
      {
        "key": "b1946ac9",
        "others": ["0846c7e0"],
        "resealed": [{ "name": "smtp.password", "key": "0846c7e0" }],
        "unreadable": []
      }""";

  private final KeyRotation rotation;

  KeyRotationResource(KeyRotation rotation) {
    this.rotation = rotation;
  }

  @POST
  @Operation(
      operationId = "rotateEncryptionKey",
      summary = "Seal stored secrets with the current encryption key",
      description =
          "Reads the file of the encryption keys, whose first is the current one, and seals anew"
              + " whatever was sealed with another. Happens by itself within 15 seconds of a change"
              + " of the file; calling it again does no harm.")
  @APIResponse(
      responseCode = "200",
      description =
          "Done. Keys are told by their ids. What is unreadable needs a key that is not in the"
              + " file, and was left as it is",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = KeyRotationView.class),
              examples = @ExampleObject(name = "rotated", value = ROTATED)))
  @APIResponse(
      responseCode = "409",
      description = "The file cannot be used as it is now; nothing was changed")
  public KeyRotationView rotate() {
    try {
      return KeyRotationView.of(rotation.rotate());
    } catch (IllegalStateException e) {
      throw HttpProblem.valueOf(
          Status.CONFLICT, "Nothing was changed, the keys known stay in use: " + e.getMessage());
    }
  }
}
