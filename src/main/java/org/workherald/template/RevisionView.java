package org.workherald.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A revision of a stored template, as callers see it. */
@Schema(name = "TemplateRevision")
@JsonInclude(JsonInclude.Include.NON_NULL)
record RevisionView(
    long revision,
    Instant createdAt,
    @Schema(description = "The name of the API key that made it") String createdBy,
    @Schema(description = "Whether nothing was stored from then on") boolean deleted,
    @Schema(description = "The revision that it is a copy of") Long restoredFrom,
    @Schema(description = "When one revision alone is asked for") String subject,
    @Schema(description = "When one revision alone is asked for") String text,
    @Schema(description = "When one revision alone is asked for") String html) {

  static RevisionView listed(StoredTemplate stored) {
    return of(stored, new MailTemplate(null, null, null));
  }

  static RevisionView whole(StoredTemplate stored) {
    return stored.template() == null ? listed(stored) : of(stored, stored.template());
  }

  private static RevisionView of(StoredTemplate stored, MailTemplate template) {
    return new RevisionView(
        stored.revision(),
        stored.at(),
        stored.by(),
        stored.template() == null,
        stored.restoredFrom(),
        template.subject(),
        template.text(),
        template.html());
  }
}
