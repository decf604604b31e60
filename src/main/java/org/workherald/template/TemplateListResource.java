package org.workherald.template;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.workherald.access.Roles;
import org.workherald.http.OneLine;
import org.workherald.notification.Event;

/** Which templates there are, and what they can say. */
@Path("/templates")
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Templates", description = "The words of the mails")
public class TemplateListResource {

  private final TemplateCatalogue catalogue;

  TemplateListResource(TemplateCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  @GET
  @Operation(
      operationId = "listTemplates",
      summary = "List the templates",
      description =
          "Each event in each language that there are words or a template in, and which it has.")
  @APIResponse(responseCode = "200", description = "All of them")
  @APIResponse(responseCode = "404", description = "There is no such event")
  public TemplateListing list(
      @Parameter(description = "Of this event alone", example = "step.assigned")
          @QueryParam("event")
          @OneLine(max = 100)
          String event) {
    return catalogue.list(
        event == null ? List.of(Event.values()) : List.of(TemplateResource.event(event)));
  }

  @GET
  @Path("/vocabulary")
  @Operation(
      operationId = "getVocabulary",
      summary = "Get all that templates can name",
      description = "Each term with what it means and an example.")
  @APIResponse(responseCode = "200", description = "The terms")
  public VocabularyView vocabulary() {
    return VocabularyView.ALL;
  }
}
