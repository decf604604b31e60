package org.workherald.template;

import io.quarkus.qute.Template;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.workherald.template.Fault.Position;
import org.workherald.template.MailTemplate.Part;

/** A template that has been found to be of the dialect, ready to be rendered by many threads. */
public final class CompiledTemplate {

  /** How many characters a rendered part may have. */
  private static final int LONGEST = 1 << 20;

  private static final String NO_SUBJECT = "no subject comes of it";
  private static final Position START = new Position(1, 1);

  private final MailTemplate source;
  private final Map<Part, Template> parts;
  private final List<Fault> warnings;
  private final int longest;

  private CompiledTemplate(
      MailTemplate source, Map<Part, Template> parts, List<Fault> warnings, int longest) {
    this.source = source;
    this.parts = parts;
    this.warnings = List.copyOf(warnings);
    this.longest = longest;
  }

  /** A mail's words, rendered; {@code html} is {@code null} where the template has none. */
  public record Rendered(String subject, String text, String html) {}

  /**
   * Checks a template, and tries it with data that is full and with data that is empty.
   *
   * @throws TemplateRefused with all that is wrong with it
   */
  public static CompiledTemplate of(MailTemplate source) throws TemplateRefused {
    return of(source, LONGEST);
  }

  /**
   * The same with another bound.
   *
   * @param longest how many characters a rendered part may have
   */
  static CompiledTemplate of(MailTemplate source, int longest) throws TemplateRefused {
    List<Fault> errors = new ArrayList<>();
    List<Fault> warnings = new ArrayList<>();
    Map<Part, Template> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      Faults faults = new Faults(part);
      compile(part, source.part(part), faults, parts);
      errors.addAll(faults.errors());
      warnings.addAll(faults.warnings());
    }
    if (!errors.isEmpty()) {
      throw new TemplateRefused(errors);
    }
    CompiledTemplate compiled = new CompiledTemplate(source, parts, warnings, longest);
    compiled.attempt(Vocabulary.bare());
    compiled.attempt(Vocabulary.sample());
    if (compiled.render(Part.SUBJECT, Vocabulary.sample()).isBlank()) {
      throw new TemplateRefused(List.of(new Fault(Part.SUBJECT, START, NO_SUBJECT)));
    }
    return compiled;
  }

  private static void compile(Part part, String written, Faults faults, Map<Part, Template> parts) {
    if (written == null || written.isBlank()) {
      if (part != Part.HTML) {
        faults.error(START, "is required");
      } else if (written != null) {
        faults.error(START, "is empty: leave it out for a mail in plain text alone");
      } else {
        faults.warning(START, "there is no HTML part: the mail is plain text alone");
      }
      return;
    }
    if (written.length() > part.longest()) {
      faults.error(START, "has more than %d characters".formatted(part.longest()));
      return;
    }
    String template = written.replace("\r\n", "\n").replace('\r', '\n');
    if (part == Part.SUBJECT) {
      template = template.strip();
      if (template.indexOf('\n') >= 0) {
        faults.error(new Position(2, 1), "a subject is one line");
      }
    }
    Tags tags = Tags.read(template, faults);
    if (faults.errors().isEmpty()) {
      Dialect.of(part)
          .parse(template, tags, faults)
          .ifPresent(
              parsed -> {
                Check.run(parsed, tags, faults);
                parts.put(part, parsed);
              });
    }
  }

  /** What should be impossible after the check is found out here, and not when a mail is due. */
  private void attempt(Map<String, Object> data) throws TemplateRefused {
    for (Part part : parts.keySet()) {
      try {
        render(part, data);
      } catch (RenderingFailed e) {
        throw new TemplateRefused(List.of(new Fault(part, START, e.getMessage())));
      }
    }
  }

  /** As it was written. */
  public MailTemplate source() {
    return source;
  }

  /** What is doubtful about it. */
  public List<Fault> warnings() {
    return warnings;
  }

  /**
   * Renders all parts.
   *
   * @param data all terms of the {@link Vocabulary}, as maps, lists and strings
   * @throws RenderingFailed when it gets too long, or no subject comes of it
   */
  public Rendered render(Map<String, Object> data) {
    String subject = render(Part.SUBJECT, data).replaceAll("\\s+", " ").strip();
    if (subject.isEmpty()) {
      throw new RenderingFailed(NO_SUBJECT, null);
    }
    return new Rendered(
        subject,
        render(Part.TEXT, data),
        parts.containsKey(Part.HTML) ? render(Part.HTML, data) : null);
  }

  private String render(Part part, Map<String, Object> data) {
    StringBuilder out = new StringBuilder();
    Consumer<String> bounded =
        piece -> {
          if (piece.length() > longest - out.length()) {
            throw new RenderingFailed("it gets longer than %d characters".formatted(longest), null);
          }
          out.append(piece);
        };
    try {
      parts.get(part).instance().data((Object) data).consume(bounded).toCompletableFuture().join();
      return out.toString();
    } catch (CompletionException e) {
      // The cause may quote the data.
      throw e.getCause() instanceof RenderingFailed failed
          ? failed
          : new RenderingFailed("it cannot be rendered: " + e.getCause().getClass(), e);
    } catch (StackOverflowError e) {
      throw new RenderingFailed("it is nested too deeply", e);
    }
  }

  /** A template came to nothing with some data. Its message does not quote them. */
  public static final class RenderingFailed extends RuntimeException {
    RenderingFailed(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
