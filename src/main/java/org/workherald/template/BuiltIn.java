package org.workherald.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The template that all events and languages have when nobody has made another. */
public final class BuiltIn {

  public static final CompiledTemplate TEMPLATE = compiled();

  private BuiltIn() {}

  private static CompiledTemplate compiled() {
    try {
      return CompiledTemplate.of(
          new MailTemplate(file("subject.txt").strip(), file("text.txt"), file("page.html")),
          // There is nothing to fall back to: it must render whatever may be sent.
          Integer.MAX_VALUE);
    } catch (TemplateRefused e) {
      throw new IllegalStateException(e);
    }
  }

  private static String file(String name) {
    try (InputStream in = BuiltIn.class.getResourceAsStream("/built-in/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
