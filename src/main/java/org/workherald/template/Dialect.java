package org.workherald.template;

import io.quarkus.qute.Engine;
import io.quarkus.qute.LoopSectionHelper;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import io.quarkus.qute.ValueResolvers;
import java.util.Optional;
import org.workherald.template.Fault.Position;
import org.workherald.template.MailTemplate.Part;

/**
 * Qute with nothing but {@code if}, {@code for} and {@link Access}: no reflection, no namespaces,
 * no inclusion, no variables. Safe for use by many threads.
 */
enum Dialect {
  PLAIN((value, expression) -> value.toString()),
  HTML((value, expression) -> value instanceof Access.Raw ? value.toString() : escape(value));

  private static final String IN_FRONT = "Parser error: ";

  private final Engine engine;

  Dialect(ResultMapper mapper) {
    engine =
        Engine.builder()
            .addSectionHelper(new IfSection.Factory())
            .addSectionHelper(new LoopSectionHelper.Factory())
            .addValueResolver(ValueResolvers.mapperResolver())
            .addValueResolvers(Access.values())
            .addResultMapper(mapper)
            .useAsyncTimeout(false)
            .build();
  }

  static Dialect of(Part part) {
    return part == Part.HTML ? HTML : PLAIN;
  }

  /**
   * Parses what {@link Tags} has found no fault with.
   *
   * @return nothing when there is a fault all the same
   */
  Optional<Template> parse(String template, Tags tags, Faults faults) {
    try {
      return Optional.of(engine.parse(template));
    } catch (TemplateException e) {
      String message = String.valueOf(e.getMessage());
      Position at =
          e.getOrigin() == null
              ? new Position(1, 1)
              : tags.at(e.getOrigin().getLine(), e.getOrigin().getLineCharacterEnd());
      faults.error(
          at, message.startsWith(IN_FRONT) ? message.substring(IN_FRONT.length()) : message);
    } catch (RuntimeException | StackOverflowError e) {
      // The parser is not made for whoever tries to break it.
      faults.error(new Position(1, 1), "a tag cannot be read: " + e.getClass().getSimpleName());
    }
    return Optional.empty();
  }

  private static String escape(Object value) {
    String text = value.toString();
    StringBuilder html = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        case '\n' -> html.append("<br>");
        case '\r' -> {}
        default -> html.append(c);
      }
    }
    return html.toString();
  }
}
