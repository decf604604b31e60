package org.workherald.filenet;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.workherald.access.Roles;
import org.workherald.filenet.Archive.Member;
import org.workherald.filenet.Placement.Terms;
import org.workherald.http.Unprocessable;

/** The templates that FileNet had, over HTTP. */
@Path("/templates/import")
@Tag(name = "Templates", description = "The words of the mails")
public class ImportResource {

  private static final Logger LOG = Logger.getLogger(ImportResource.class);

  private static final String ZIP = "application/zip";

  private static final String EXAMPLE =
      """
      <$F_SUBJPREFIX New task: >
      <html><body>
      <p>The step $F_STEPLABEL of $F_Subject waits for you.</p>
      </body></html>
      """;

  private final TemplateImport templates;

  ImportResource(TemplateImport templates) {
    this.templates = templates;
  }

  @POST
  @Consumes({MediaType.TEXT_HTML, MediaType.TEXT_PLAIN, MediaType.APPLICATION_OCTET_STREAM, ZIP})
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "importTemplates",
      summary = "Convert the templates of FileNet",
      description =
          "A .msg file, or a zip of them in folders called after their languages. The answer has"
              + " the converted templates, what they look like, and everything that is not as it"
              + " was. Nothing is changed without apply=true; with it, those without errors are"
              + " stored, in one commit, over whatever is stored.")
  @APIResponse(responseCode = "200", description = "What became of each file")
  @APIResponse(
      responseCode = "422",
      description = "No file became a template: each is listed under leftOut; or a broken zip")
  public ImportAnswer run(
      @RequestBody(
              description = "A file of up to 128 KiB, or a zip of up to 1 MiB and 2,000 entries",
              content = {
                @Content(
                    mediaType = MediaType.TEXT_HTML,
                    schema = @Schema(implementation = String.class),
                    examples = @ExampleObject(name = "stp_new.msg", value = EXAMPLE)),
                @Content(
                    mediaType = MediaType.TEXT_PLAIN,
                    schema = @Schema(implementation = String.class)),
                @Content(
                    mediaType = MediaType.APPLICATION_OCTET_STREAM,
                    schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(
                    mediaType = ZIP,
                    schema = @Schema(type = SchemaType.STRING, format = "binary"))
              })
          byte[] body,
      @BeanParam @Valid ImportQuery query) {
    Terms terms = query.terms();
    try {
      ImportAnswer answer = templates.of(files(body, query, terms), terms, query.apply);
      if (answer.files().isEmpty()) {
        throw Unprocessable.of(
            answer.leftOut().size() == 1
                ? answer.leftOut().get(0).why()
                : "None of the files became a template.",
            Map.of("leftOut", answer.leftOut()));
      }
      if (answer.stored() > 0) {
        LOG.infof("%d templates imported", answer.stored());
      }
      return answer;
    } catch (NotUnderstood e) {
      throw Unprocessable.of(e.getMessage());
    }
  }

  private static List<Member> files(byte[] body, ImportQuery query, Terms terms)
      throws NotUnderstood {
    if (Archive.is(body)) {
      if (terms.event() != null) {
        throw new NotUnderstood("A zip has files for several events: leave ?event= out.");
      }
      return Archive.read(body);
    }
    if (query.type != null && query.type.getSubtype().equals("zip")) {
      throw new NotUnderstood("The Content-Type says that it is a zip, but it is none.");
    }
    if (query.name == null && terms.event() == null) {
      throw new NotUnderstood(
          "Say which mail it is for, with ?event=step.assigned or ?name=stp_new.msg.");
    }
    String name = query.name == null ? terms.event().id() + ".msg" : query.name;
    return List.of(new Member(name, body.length > Archive.LARGEST_FILE ? null : body));
  }
}
