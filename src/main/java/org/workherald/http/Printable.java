package org.workherald.http;

import java.util.regex.Pattern;

/**
 * The words of a stranger, made fit to be logged, stored and shown: without anything that moves a
 * cursor, turns the reading direction, ends a line or is half a character; of bounded length where
 * the stranger chooses that, too. What callers send us is refused instead: see {@link OneLine}.
 */
public final class Printable {

  private static final Pattern ODD = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");

  private Printable() {}

  /** For words whose length is bounded already. */
  public static String of(String text) {
    return ODD.matcher(text).replaceAll(" ");
  }

  /**
   * @param longest in UTF-16 units, with the ellipsis that stands for what was cut off
   */
  public static String of(String text, int longest) {
    String shown = of(text);
    if (shown.length() <= longest) {
      return shown;
    }
    int end = Character.isHighSurrogate(shown.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return shown.substring(0, end) + "…";
  }
}
