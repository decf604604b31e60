package org.workherald.smtp;

import java.util.regex.Pattern;

/**
 * The words of a stranger, made fit to be logged, stored and shown: of bounded length, and without
 * anything that moves a cursor, turns the reading direction, ends a line or is half a character.
 */
final class Printable {

  private static final Pattern ODD = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");

  private Printable() {}

  /**
   * @param longest in UTF-16 units, with the ellipsis that stands for what was cut off
   */
  static String of(String text, int longest) {
    String shown = ODD.matcher(text).replaceAll(" ");
    if (shown.length() <= longest) {
      return shown;
    }
    int end = Character.isHighSurrogate(shown.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return shown.substring(0, end) + "…";
  }
}
