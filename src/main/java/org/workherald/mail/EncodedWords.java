package org.workherald.mail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Text for headers (RFC 2047). Ours, as Angus Mail leaves two things as they are that must not
 * leave so: ASCII that reads as an encoded word, and ASCII words too long to fold.
 */
final class EncodedWords {

  private static final int LONGEST_LINE = 76;
  private static final int LONGEST_WORD = 75;

  /** {@code =?UTF-8?Q?} and {@code ?=}. */
  private static final int FRAME = 12;

  /** Longer ones do not go on a line together with the name of a header. */
  private static final int LONGEST_PLAIN_WORD = 60;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private EncodedWords() {}

  /**
   * @throws IllegalArgumentException when it has a line end or another control character
   */
  static String checked(String what, String text) {
    if (UNSAFE.matcher(text).find()) {
      throw new IllegalArgumentException(what + " has a control character");
    }
    return text;
  }

  /** Whether it can stand in a header, and be folded, as it is. */
  static boolean plain(String text) {
    int word = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A space at an end or beside another would not survive folding.
      boolean lost = c == ' ' && (word == 0 || i == text.length() - 1);
      word = c == ' ' ? 0 : word + 1;
      if (c < ' ' || c > '~' || lost || word > LONGEST_PLAIN_WORD) {
        return false;
      }
    }
    return !text.contains("=?");
  }

  /**
   * The text, encoded if it has to be, and folded.
   *
   * @param column where in its line it begins
   */
  static String encode(String text, int column) {
    return plain(text) ? fold(text, column) : words(text, column);
  }

  /** Breaks lines at spaces. */
  static String fold(String text, int column) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    int used = column;
    for (String word : text.split(" ")) {
      if (!out.isEmpty()) {
        boolean full = used + 1 + word.length() > LONGEST_LINE;
        out.append(full ? "\r\n " : " ");
        used = full ? 1 : used + 1;
      }
      out.append(word);
      used += word.length();
    }
    return out.toString();
  }

  /** The text as encoded words, whether it has to be or not. */
  static String words(String text, int column) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int quoted = 0;
    for (byte b : utf8) {
      quoted += quotedLength(b);
    }
    // The shorter one. That is Q for most languages in Latin script, and a human can read it.
    boolean q = quoted <= (utf8.length + 2) / 3 * 4;
    StringBuilder out = new StringBuilder(utf8.length * 2);
    int room = Math.min(LONGEST_WORD, LONGEST_LINE - column) - FRAME;
    int start = 0;
    int used = 0;
    for (int at = 0; at < utf8.length; ) {
      // Characters stay whole (RFC 2047, 5): an encoded word ends before a byte that begins one.
      int next = at;
      int length = 0;
      do {
        length += q ? quotedLength(utf8[next]) : 1;
        next++;
      } while (next < utf8.length && (utf8[next] & 0xc0) == 0x80);
      if (start < at && used + length > (q ? room : room / 4 * 3)) {
        word(out, utf8, start, at, q);
        out.append("\r\n ");
        room = LONGEST_WORD - FRAME;
        start = at;
        used = 0;
      }
      used += length;
      at = next;
    }
    word(out, utf8, start, utf8.length, q);
    return out.toString();
  }

  private static void word(StringBuilder out, byte[] utf8, int from, int to, boolean q) {
    out.append(q ? "=?UTF-8?Q?" : "=?UTF-8?B?");
    if (q) {
      for (int i = from; i < to; i++) {
        if (quotedLength(utf8[i]) == 3) {
          HEX.toHexDigits(out.append('='), utf8[i]);
        } else {
          out.append(utf8[i] == ' ' ? '_' : (char) utf8[i]);
        }
      }
    } else {
      out.append(Base64.getEncoder().encodeToString(Arrays.copyOfRange(utf8, from, to)));
    }
    out.append("?=");
  }

  /** As itself only what may stand even in a name (RFC 2047, 5 (3)). */
  private static int quotedLength(byte b) {
    boolean asIs =
        b >= 'a' && b <= 'z'
            || b >= 'A' && b <= 'Z'
            || b >= '0' && b <= '9'
            || b == ' '
            || b == '!'
            || b == '*'
            || b == '+'
            || b == '-'
            || b == '/';
    return asIs ? 1 : 3;
  }
}
