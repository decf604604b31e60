package org.workherald.filenet;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.notification.Event;
import org.workherald.template.CompiledTemplate.Rendered;
import org.workherald.template.Fault;
import org.workherald.template.MailTemplate;

/** What became of the files that were sent; each is in one of the two lists. */
@Schema(name = "TemplateImport")
record ImportAnswer(
    @Schema(description = "How many templates were stored") int stored,
    List<Converted> files,
    List<LeftOut> leftOut) {

  /** A file that became a template. */
  @Schema(name = "TemplateImported")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Converted(
      @Schema(examples = "en/stp_new.msg") String name,
      @Schema(implementation = String.class, examples = "step.assigned") Event event,
      @Schema(examples = "en") String locale,
      @Schema(description = "The number of the folder it was in, if any; it means nothing here")
          String application,
      @Schema(examples = "windows-1252") String charset,
      @Schema(examples = "its <meta> says windows-1252") String charsetBecause,
      MailTemplate template,
      @Schema(description = "What comes of it with the examples of the vocabulary")
          Rendered preview,
      @Schema(description = "Everything that is not as it was in the file")
          List<Remark> notCarriedOver,
      @Schema(description = "Why it cannot be stored, if so") List<Fault> errors,
      List<Fault> warnings,
      @Schema(description = "Of the stored template, if it was stored") Long revision) {

    Converted storedAs(long number) {
      return new Converted(
          name,
          event,
          locale,
          application,
          charset,
          charsetBecause,
          template,
          preview,
          notCarriedOver,
          errors,
          warnings,
          number);
    }
  }

  /** A file that became none. */
  @Schema(name = "TemplateNotImported")
  record LeftOut(String name, @Schema(examples = "It is empty.") String why) {}
}
