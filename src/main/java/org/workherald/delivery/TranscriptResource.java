package org.workherald.delivery;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;
import org.workherald.access.Roles;
import org.workherald.outbox.Attempt;
import org.workherald.outbox.Attempt.Outcome;
import org.workherald.outbox.Entry;
import org.workherald.outbox.Outbox;
import org.workherald.smtp.Transcript;
import org.workherald.smtp.Transcripts;
import org.workherald.store.Database;
import org.workherald.store.StoredJson;

/** Shows what was said to the mail server about one mail, for whoever has to find out why. */
@Path("/notifications/{id}/deliveries/{delivery}/transcript")
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Notifications")
public class TranscriptResource {

  private static final String SETTING = "workherald.delivery.transcripts";

  private final Outbox outbox;
  private final Database database;
  private final Transcripts kept;

  TranscriptResource(Outbox outbox, Database database, DeliveryConfig config) {
    this.outbox = outbox;
    this.database = database;
    this.kept = config.transcripts();
  }

  @GET
  @Operation(
      operationId = "getTranscript",
      summary = "Show the dialogue of a mail's last attempt",
      description =
          "What was said to the mail server and by it, with times; credentials are left out, and of"
              + " the mail there is only its size. With Accept: text/plain for people. Kept only"
              + " when "
              + SETTING
              + " asks for it: failed, or all.")
  @APIResponse(
      responseCode = "200",
      description = "The dialogue",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = TranscriptView.class),
            examples = @ExampleObject(name = "rejected", value = TranscriptView.EXAMPLE)),
        @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(implementation = String.class))
      })
  @APIResponse(
      responseCode = "404",
      description = "There is no such delivery, or no dialogue of its last attempt; it says why")
  public TranscriptView get(UUID id, UUID delivery) {
    return database.read(handle -> find(handle, id, delivery));
  }

  @GET
  @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8;qs=0.5")
  @Operation(hidden = true)
  public String getText(UUID id, UUID delivery) {
    return get(id, delivery).text();
  }

  private TranscriptView find(Handle handle, UUID id, UUID delivery) {
    List<Entry> entries = outbox.find(handle, List.of(id)).get(id);
    if (entries == null) {
      throw missing("There is no notification with this id (any more).");
    }
    Entry entry =
        entries.stream()
            .filter(each -> each.id().equals(delivery))
            .findFirst()
            .orElseThrow(() -> missing("This notification has no delivery with this id."));
    if (entry.attempts().isEmpty()) {
      throw missing("No attempt was made yet to send this mail." + switchOn());
    }
    Attempt last = entry.attempts().get(entry.attempts().size() - 1);
    return outbox
        .transcript(handle, entry)
        .map(text -> TranscriptView.of(last, StoredJson.read(text, Transcript.class)))
        .orElseThrow(() -> missing(why(last)));
  }

  /** There is none of this attempt. */
  private String why(Attempt last) {
    if (last.server() == null) {
      return "The last attempt did not get as far as the mail server.";
    }
    if (kept == Transcripts.FAILED && last.outcome() == Outcome.SENT) {
      return "The last attempt sent the mail, and with "
          + SETTING
          + "=failed nothing is kept of those; with all it would be.";
    }
    return "No dialogue was kept at the last attempt, for it was not asked for then." + switchOn();
  }

  private String switchOn() {
    return kept == Transcripts.OFF
        ? " To have one from the next attempt on, set " + SETTING + " to failed or all."
        : "";
  }

  private static HttpProblem missing(String why) {
    return HttpProblem.valueOf(Status.NOT_FOUND, why);
  }
}
