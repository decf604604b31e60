package org.workherald.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The template for an event and language, as callers see it. */
@Schema(name = "TemplateInForce")
@JsonInclude(JsonInclude.Include.NON_NULL)
record TemplateView(
    @Schema(examples = "step.assigned") String event,
    @Schema(examples = "de") String locale,
    @Schema(enumeration = {"built-in", "stored", "mounted"}) String source,
    @Schema(description = "Goes into If-Match, in quotes; 0 when nothing was ever stored")
        long revision,
    @Schema(description = "When it was stored, if it is") Instant updatedAt,
    @Schema(description = "The name of the API key that stored it") String updatedBy,
    String subject,
    String text,
    String html,
    @Schema(description = "What is doubtful about it") List<Fault> warnings,
    @Schema(description = "Why something else is not in force, in plain words") String problem) {

  static TemplateView of(
      StoredTemplate latest, TemplateSource source, CompiledTemplate template, String problem) {
    boolean stored = source == TemplateSource.STORED;
    MailTemplate written = template.source();
    return new TemplateView(
        latest.key().event().id(),
        latest.key().locale(),
        source.word(),
        latest.revision(),
        stored ? latest.at() : null,
        stored ? latest.by() : null,
        written.subject(),
        written.text(),
        written.html(),
        template.warnings(),
        problem);
  }
}
