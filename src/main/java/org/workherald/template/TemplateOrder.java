package org.workherald.template;

import jakarta.validation.constraints.NotBlank;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.http.MultiLine;
import org.workherald.http.OneLine;

/** A template as an admin sends it. */
@Schema(name = "Template", description = "The template of a mail, in the dialect of Qute")
public record TemplateOrder(
    @NotBlank(message = "is required")
        @OneLine(max = 1_000)
        @Schema(examples = "{prefix} {item.subject}")
        String subject,
    @NotBlank(message = "is required")
        @MultiLine(max = 64 << 10)
        @Schema(examples = "{news}: {item.subject}\n\n{ask}\n")
        String text,
    @MultiLine(max = 64 << 10)
        @Schema(
            description = "Without it, mails are plain text alone",
            examples = "<h1>{item.subject}</h1>")
        String html) {

  static final String EXAMPLE =
      """
      { "subject": "{prefix} {item.subject}",
        "text": "{news}: {item.subject}\\n{#if item.due}{words.due}: {item.due}{/if}\\n{item.url}\\n",
        "html": "<h1>{item.subject}</h1><p>{ask}</p><a href=\\"{item.url}\\">{words.open}</a>" }""";

  MailTemplate template() {
    return new MailTemplate(subject, text, html);
  }

  /**
   * Checks it.
   *
   * @throws io.quarkiverse.resteasy.problem.HttpProblem 422 with all that is wrong with it
   */
  public CompiledTemplate compiled() {
    try {
      return CompiledTemplate.of(template());
    } catch (TemplateRefused e) {
      throw e.problem();
    }
  }
}
