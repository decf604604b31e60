package org.workherald.smtp;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.workherald.http.Printable;

/**
 * A server's reply (RFC 5321, 4.2).
 *
 * @param lines what stands behind the code, line by line; one at least
 */
record SmtpReply(int code, List<String> lines) {

  private static final Pattern ENHANCED =
      Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?:[\\s:;,].*)?");
  private static final int SHOWN = 1000;

  SmtpReply {
    lines = List.copyOf(lines);
  }

  /** The enhanced status code (RFC 3463), such as {@code 5.1.1}; empty when there is none. */
  String enhanced() {
    Matcher matcher = ENHANCED.matcher(lines.get(0));
    return matcher.matches() ? matcher.group(1) : "";
  }

  /** Whether the server did what it was asked for; a greeting or a farewell does not say so. */
  boolean positive() {
    return code / 10 == 25;
  }

  /** Whether the server says no, for now or for good. */
  boolean negative() {
    return code >= 400;
  }

  /** The same with the secret struck out wherever the server repeats it. */
  SmtpReply without(Redaction secret) {
    return new SmtpReply(code, secret.of(lines));
  }

  /** The whole reply as one line, printable and of bounded length. */
  String text() {
    StringBuilder text = new StringBuilder().append(code);
    String enhanced = enhanced();
    for (int i = 0; i < lines.size() && text.length() < SHOWN; i++) {
      String line = lines.get(i);
      boolean repeated = i > 0 && !enhanced.isEmpty() && line.startsWith(enhanced);
      text.append(' ').append(repeated ? line.substring(enhanced.length()).strip() : line);
    }
    return Printable.of(text.toString().strip(), SHOWN);
  }
}
