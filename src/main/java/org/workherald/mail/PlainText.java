package org.workherald.mail;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Sets plain text for a window of {@value #WIDTH} columns. Neighbouring lines that have a tab
 * become a table of two columns; longer lines are broken where the language allows it; words that
 * are longer still, such as links, stay whole.
 */
final class PlainText {

  private static final int WIDTH = 72;
  private static final int WIDEST_LABEL = 24;

  /** From here on, scripts are not broken at spaces alone: Thai, Chinese, Japanese and others. */
  private static final char UNSPACED = '\u0e00';

  private final Locale locale;
  private final List<String> out = new ArrayList<>();

  private PlainText(Locale locale) {
    this.locale = locale;
  }

  static String set(String text, Locale locale) {
    PlainText plain = new PlainText(locale);
    List<String> rows = new ArrayList<>();
    for (String line : text.split("\n")) {
      if (line.indexOf('\t') >= 0) {
        rows.add(line);
        continue;
      }
      plain.table(rows);
      plain.line(line);
    }
    plain.table(rows);
    return String.join("\n", plain.out).strip() + "\n";
  }

  private void line(String line) {
    // The mark before a signature is the one line that ends in a space (RFC 3676, 4.3).
    String text = line.equals("-- ") ? line : line.stripTrailing();
    boolean second = !out.isEmpty() && out.get(out.size() - 1).isEmpty();
    if (!text.isEmpty() || !second) {
      fill(text, "", "");
    }
  }

  private void table(List<String> rows) {
    int width =
        rows.stream()
            .mapToInt(row -> columns(row.substring(0, row.indexOf('\t'))))
            .filter(label -> label <= WIDEST_LABEL)
            .max()
            .orElse(0);
    String indent = " ".repeat(width + 2);
    for (String row : rows) {
      int tab = row.indexOf('\t');
      String label = row.substring(0, tab);
      int gap = width + 2 - columns(label);
      if (gap >= 2) {
        fill(row.substring(tab + 1), label + " ".repeat(gap), indent);
      } else {
        fill(label, "", "");
        fill(row.substring(tab + 1), indent, indent);
      }
    }
    rows.clear();
  }

  private void fill(String text, String first, String others) {
    if (columns(first) + columns(text) <= WIDTH) {
      out.add(first + text);
      return;
    }
    StringBuilder line = new StringBuilder(first);
    int used = columns(first);
    boolean bare = true;
    for (String chunk : chunks(text)) {
      int wide = columns(chunk.stripTrailing());
      if (!bare && used + wide > WIDTH) {
        out.add(line.toString().stripTrailing());
        line = new StringBuilder(others);
        used = columns(others);
      }
      line.append(chunk);
      used += columns(chunk);
      bare = false;
    }
    out.add(line.toString().stripTrailing());
  }

  /** Pieces that must not be broken, each with the spaces after it. */
  private List<String> chunks(String text) {
    BreakIterator breaks = BreakIterator.getLineInstance(locale);
    breaks.setText(text);
    List<String> chunks = new ArrayList<>();
    int start = 0;
    for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
      char before = text.charAt(end - 1);
      // Not within links and the like, as the iterator would.
      if (before == ' ' || before >= UNSPACED || end == text.length()) {
        chunks.add(text.substring(start, end));
        start = end;
      }
    }
    return chunks;
  }

  /** How wide it is in a terminal: two columns for each wide character. */
  private static int columns(String text) {
    return text.codePoints().map(PlainText::columns).sum();
  }

  private static int columns(int c) {
    if (c < 0x300) {
      return 1;
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        c >= 0x1100 && c <= 0x115f
            || c >= 0x2e80 && c <= 0xa4cf
            || c >= 0xac00 && c <= 0xd7a3
            || c >= 0xf900 && c <= 0xfaff
            || c >= 0xfe30 && c <= 0xfe6f
            || c >= 0xff00 && c <= 0xff60
            || c >= 0x1f300 && c <= 0x1faff
            || c >= 0x20000;
    return wide ? 2 : 1;
  }
}
