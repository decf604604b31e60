package org.workherald.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkiverse.resteasy.problem.validation.Violation;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.workherald.access.Roles;
import org.workherald.http.LanguageTag;
import org.workherald.http.OneLine;
import org.workherald.http.Unprocessable;
import org.workherald.notification.Event;
import org.workherald.notification.NotificationRequest;
import org.workherald.notification.Recipient;
import org.workherald.notification.RecipientRequest;
import org.workherald.notification.WorkItem;
import org.workherald.template.CompiledTemplate;
import org.workherald.template.CompiledTemplate.RenderingFailed;
import org.workherald.template.Fault;
import org.workherald.template.TemplateResource;

/** What a mail would look like; nothing is stored or sent. */
@Path("/templates/{event}/{locale}/preview")
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Templates", description = "The words of the mails")
public class PreviewResource {

  private final Letters letters;
  private final Clock clock;

  PreviewResource(Letters letters, Clock clock) {
    this.letters = letters;
    this.clock = clock;
  }

  /** A mail as its reader would get it. */
  @Schema(name = "Preview")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Preview(
      @Schema(description = "Of the mail (BCP 47)", examples = "de") String language,
      String subject,
      String text,
      @Schema(description = "Left out when the template has none") String html,
      @Schema(description = "What is doubtful about the template that was sent")
          List<Fault> warnings) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "previewTemplate",
      summary = "Preview a mail",
      description =
          "By the template in force or another one, about a sample or what the body gives, for a"
              + " reader of this language. Nothing is stored or sent.")
  @APIResponse(responseCode = "200", description = "The mail")
  @APIResponse(responseCode = "404", description = "There is no such event")
  @APIResponse(
      responseCode = "422",
      description = "The template has faults, or the notification is about another event")
  public Preview preview(
      @OneLine(max = 100) String event,
      @LanguageTag String locale,
      @Valid
          @RequestBody(
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = PreviewOrder.class),
                      examples = @ExampleObject(name = "both", value = PreviewOrder.EXAMPLE)))
          PreviewOrder order) {
    Event about = TemplateResource.event(event);
    PreviewOrder wanted = order == null ? new PreviewOrder(null, null) : order;
    NotificationRequest given = wanted.notification();
    if (given != null && given.event() != about) {
      throw refused("notification.event", "must be that of the path");
    }
    CompiledTemplate candidate = wanted.template() == null ? null : wanted.template().compiled();
    Instant now = clock.instant();
    WorkItem item = given == null ? SampleItem.about(about, now) : given.workItem();
    String tag = LanguageTag.Known.canonical(locale);
    try {
      Letter letter = letters.preview(tag, candidate, about, item, reader(given, tag), now);
      return new Preview(
          letter.language(),
          letter.subject(),
          letter.text(),
          letter.html(),
          candidate == null ? List.of() : candidate.warnings());
    } catch (RenderingFailed e) {
      throw refused("template", e.getMessage());
    }
  }

  private static RuntimeException refused(String field, String message) {
    return Unprocessable.of(List.of(Violation.In.body.field(field).message(message)));
  }

  private static Recipient reader(NotificationRequest given, String locale) {
    if (given == null) {
      return new Recipient("kim@example.com", "Kim Lee", locale, null);
    }
    RecipientRequest first = given.recipients().get(0);
    // That of a user is not looked up: it makes no difference to the words.
    String email = first.email() == null ? "kim@example.com" : first.email();
    return new Recipient(email, first.name(), locale, first.timeZone());
  }
}
