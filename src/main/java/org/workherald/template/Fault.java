package org.workherald.template;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is wrong with a template, or doubtful, and where.
 *
 * @param line from 1
 * @param column from 1, of the brace that the tag begins with
 */
@Schema(name = "TemplateFault", description = "What is wrong with a template, and where")
public record Fault(
    @Schema(enumeration = {"subject", "text", "html"}) String part,
    @Schema(examples = "3") int line,
    @Schema(examples = "14") int column,
    @Schema(examples = "unknown field item.sbject; did you mean item.subject?") String message) {

  Fault(MailTemplate.Part part, Position at, String message) {
    this(part.word(), at.line(), at.column(), message);
  }

  /** Where in a template. */
  record Position(int line, int column) {}

  /** With the place, but without the part. */
  public String inWords() {
    return "line %d, column %d: %s".formatted(line, column, message);
  }
}
