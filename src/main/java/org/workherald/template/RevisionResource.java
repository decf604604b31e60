package org.workherald.template;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Positive;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.workherald.access.Roles;
import org.workherald.http.LanguageTag;
import org.workherald.http.OneLine;

/** What a stored template was before, and the way back. */
@Path("/templates/{event}/{locale}/revisions")
@RolesAllowed(Roles.ADMIN)
@Tag(name = "Templates", description = "The words of the mails")
public class RevisionResource {

  private final TemplateCatalogue catalogue;
  private final StoredTemplates store;

  RevisionResource(TemplateCatalogue catalogue, StoredTemplates store) {
    this.catalogue = catalogue;
    this.store = store;
  }

  /** What was ever stored, and is still kept. */
  @Schema(name = "TemplateRevisions")
  record Revisions(
      @Schema(description = "The latest first; that one is in force")
          List<RevisionView> revisions) {}

  @GET
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      operationId = "listTemplateRevisions",
      summary = "List the revisions of a stored template",
      description = "The last 50 are kept, deletions included.")
  @APIResponse(responseCode = "200", description = "The revisions; none when nothing was stored")
  @APIResponse(responseCode = "404", description = "There is no such event")
  public Revisions list(@OneLine(max = 100) String event, @LanguageTag String locale) {
    return new Revisions(
        store.history(TemplateResource.key(event, locale)).stream()
            .map(RevisionView::listed)
            .toList());
  }

  @GET
  @Path("/{revision}")
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      operationId = "getTemplateRevision",
      summary = "Get a revision of a stored template",
      description = "With the template itself.")
  @APIResponse(responseCode = "200", description = "The revision")
  @APIResponse(responseCode = "404", description = "There is no such event or revision")
  public RevisionView get(
      @OneLine(max = 100) String event, @LanguageTag String locale, @Positive long revision) {
    return RevisionView.whole(revision(TemplateResource.key(event, locale), revision));
  }

  @POST
  @Path("/{revision}/restore")
  @Operation(
      operationId = "restoreTemplate",
      summary = "Go back to a revision of a stored template",
      description =
          "It is stored anew as the latest revision. Going back to a deletion deletes what is"
              + " stored.")
  @APIResponse(responseCode = "200", description = "What is in force now")
  @APIResponse(responseCode = "404", description = "There is no such event or revision")
  @APIResponse(responseCode = "412", description = "It was changed in the meantime")
  @APIResponse(
      responseCode = "422",
      description = "This release cannot use that revision; nothing was changed")
  public RestResponse<TemplateView> restore(
      @OneLine(max = 100) String event,
      @LanguageTag String locale,
      @Positive long revision,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    TemplateKey key = TemplateResource.key(event, locale);
    StoredTemplate before = catalogue.latest(key);
    MailTemplate template = revision(key, revision).template();
    try {
      if (template != null) {
        CompiledTemplate.of(template);
      }
    } catch (TemplateRefused e) {
      throw e.problem();
    }
    return TemplateResource.answer(
        catalogue, TemplateResource.write(store, before, ifMatch, template, revision));
  }

  private StoredTemplate revision(TemplateKey key, long revision) {
    return store
        .read(key, revision)
        .orElseThrow(
            () -> HttpProblem.valueOf(Status.NOT_FOUND, "There is no such revision any more."));
  }
}
