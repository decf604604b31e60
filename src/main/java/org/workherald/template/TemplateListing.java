package org.workherald.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which template each event has in each language. */
@Schema(name = "TemplateList")
record TemplateListing(
    List<Row> templates,
    @Schema(
            description =
                "Mounted templates, files or the folder that are not in use as they are now, and why")
        Map<String, String> problems) {

  /** One of them. */
  @Schema(name = "TemplateListed")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Row(
      @Schema(examples = "step.assigned") String event,
      @Schema(examples = "de") String locale,
      @Schema(enumeration = {"built-in", "stored", "mounted"}) String source,
      @Schema(description = "Of a stored one") Long revision,
      @Schema(description = "Of a stored one") Instant updatedAt) {}
}
