package org.workherald.template;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.workherald.access.Roles;
import org.workherald.http.EntityTag;
import org.workherald.http.LanguageTag;
import org.workherald.http.OneLine;
import org.workherald.notification.Event;
import org.workherald.settings.StaleRevision;

/** The template for an event and language over HTTP, for an admin. */
@Path("/templates/{event}/{locale}")
@RolesAllowed(Roles.ADMIN)
@Tag(name = "Templates", description = "The words of the mails")
public class TemplateResource {

  private static final Logger LOG = Logger.getLogger(TemplateResource.class);

  private final TemplateCatalogue catalogue;
  private final StoredTemplates store;

  TemplateResource(TemplateCatalogue catalogue, StoredTemplates store) {
    this.catalogue = catalogue;
    this.store = store;
  }

  @GET
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      operationId = "getTemplate",
      summary = "Get a template",
      description =
          "That for exactly this language: the stored one, or else the mounted one, or else the"
              + " built-in one, ready to be edited.")
  @APIResponse(responseCode = "200", description = "The template")
  @APIResponse(responseCode = "404", description = "There is no such event")
  public RestResponse<TemplateView> get(
      @OneLine(max = 100) String event, @LanguageTag String locale) {
    return answer(catalogue, catalogue.latest(key(event, locale)));
  }

  @PUT
  @Operation(
      operationId = "putTemplate",
      summary = "Store a template",
      description =
          "It is checked and tried before. In force with the next mail, and within a second at other"
              + " replicas, for this language and those that belong to it (de-AT to de).")
  @APIResponse(responseCode = "200", description = "Stored; see the warnings")
  @APIResponse(responseCode = "404", description = "There is no such event")
  @APIResponse(responseCode = "412", description = "It was changed in the meantime")
  @APIResponse(
      responseCode = "422",
      description = "It has faults, each told with its line and column; nothing was changed")
  @APIResponse(responseCode = "428", description = "One is stored, and If-Match is missing")
  public RestResponse<TemplateView> put(
      @OneLine(max = 100) String event,
      @LanguageTag String locale,
      @NotNull
          @Valid
          @RequestBody(
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = TemplateOrder.class),
                      examples = @ExampleObject(name = "template", value = TemplateOrder.EXAMPLE)))
          TemplateOrder order,
      @Parameter(description = "The ETag of the template that this replaces; needed once stored")
          @HeaderParam(HttpHeaders.IF_MATCH)
          String ifMatch) {
    StoredTemplate before = catalogue.latest(key(event, locale));
    if (before.template() != null && ifMatch == null) {
      throw HttpProblem.valueOf(
          Status.PRECONDITION_REQUIRED, "A template is stored: send its ETag in If-Match.");
    }
    MailTemplate template = order.compiled().source();
    return answer(catalogue, write(store, before, ifMatch, template, null));
  }

  @DELETE
  @Operation(
      operationId = "deleteTemplate",
      summary = "Forget a stored template",
      description =
          "What is in force then, a mounted or the built-in one, is answered. The revisions stay and"
              + " can be restored.")
  @APIResponse(responseCode = "200", description = "What is in force now")
  @APIResponse(responseCode = "404", description = "There is no such event")
  @APIResponse(responseCode = "412", description = "It was changed in the meantime")
  public RestResponse<TemplateView> delete(
      @OneLine(max = 100) String event,
      @LanguageTag String locale,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    StoredTemplate before = catalogue.latest(key(event, locale));
    new EntityTag(before.revision()).require(ifMatch);
    return answer(
        catalogue, before.template() == null ? before : write(store, before, ifMatch, null, null));
  }

  /** Stores what has been checked. */
  static StoredTemplate write(
      StoredTemplates store,
      StoredTemplate before,
      String ifMatch,
      MailTemplate template,
      Long restoredFrom) {
    EntityTag tag = new EntityTag(before.revision());
    tag.require(ifMatch);
    try {
      StoredTemplate now = store.write(before.key(), before.revision(), template, restoredFrom);
      LOG.infof(
          "Template %s %s, revision %d",
          now.key(), template == null ? "deleted" : "stored", now.revision());
      return now;
    } catch (StaleRevision e) {
      throw tag.stale();
    }
  }

  /**
   * @throws HttpProblem 404 when there is no such event
   */
  static TemplateKey key(String event, String locale) {
    return TemplateKey.of(event(event), locale);
  }

  /**
   * @throws HttpProblem 404 when there is no such event
   */
  public static Event event(String id) {
    return Event.of(id)
        .orElseThrow(() -> HttpProblem.valueOf(Status.NOT_FOUND, "There is no such event."));
  }

  /** What is in force, with the tag of the latest revision. */
  static RestResponse<TemplateView> answer(TemplateCatalogue catalogue, StoredTemplate latest) {
    return RestResponse.ResponseBuilder.ok(catalogue.show(latest))
        .header(HttpHeaders.ETAG, new EntityTag(latest.revision()))
        .build();
  }
}
