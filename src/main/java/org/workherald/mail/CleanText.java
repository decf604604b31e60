package org.workherald.mail;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What callers send, made fit to be read: no control characters, and none of the invisible ones
 * that reorder the text around them (Unicode TR 9 overrides, embeddings and isolates), which can
 * make a subject or a name read as something it is not.
 */
final class CleanText {

  private static final Pattern INVISIBLE =
      Pattern.compile("[\\u202A-\\u202E\\u2066-\\u2069\\uFEFF\\p{Cs}]+");
  private static final Pattern LINE_END = Pattern.compile("\\R");
  private static final Pattern SPACE = Pattern.compile("[\\p{Cc}\\u2028\\u2029 ]+");

  private CleanText() {}

  /** One line, or {@code null} when nothing of it can be seen. */
  static String line(String text) {
    if (text == null) {
      return null;
    }
    String line = SPACE.matcher(INVISIBLE.matcher(text).replaceAll("")).replaceAll(" ").strip();
    return line.isEmpty() ? null : line;
  }

  /** The lines of it, empty ones as {@code ""}; none when nothing of it can be seen. */
  static List<String> lines(String text) {
    if (text == null || line(text) == null) {
      return List.of();
    }
    return LINE_END
        .splitAsStream(text.strip())
        .map(CleanText::line)
        .map(line -> line == null ? "" : line)
        .toList();
  }
}
