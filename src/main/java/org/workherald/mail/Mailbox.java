package org.workherald.mail;

import java.util.regex.Pattern;
import org.workherald.address.AddrSpec;

/**
 * A name and an address (RFC 5322, 3.4; RFC 6531 for local parts that are not ASCII).
 *
 * @param name or {@code null}
 * @param address with the domain in its ASCII form (A-labels)
 */
record Mailbox(String name, String address) {

  private static final int LONGEST_PLAIN_NAME = 60;
  private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9 ]+");

  /**
   * @throws IllegalArgumentException when it cannot be written safely; the address is not in the
   *     message
   */
  Mailbox {
    name = name == null || name.isBlank() ? null : EncodedWords.checked("name", name.strip());
    address = AddrSpec.parse(address).toString();
  }

  /** Reads {@code address} or {@code name <address>}. */
  static Mailbox parse(String mailbox) {
    String text = mailbox.strip();
    if (!text.endsWith(">")) {
      return new Mailbox(null, text);
    }
    // A quoted local part may have a bracket of its own in it.
    int open = text.lastIndexOf('<');
    while (open > 0 && !AddrSpec.isValid(text.substring(open + 1, text.length() - 1))) {
      open = text.lastIndexOf('<', open - 1);
    }
    if (open < 0) {
      throw new IllegalArgumentException("not a mail address");
    }
    String name = text.substring(0, open).strip();
    if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
      name = name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1");
    }
    return new Mailbox(name, text.substring(open + 1, text.length() - 1));
  }

  String domain() {
    return AddrSpec.parse(address).domain();
  }

  /**
   * As a header has it.
   *
   * @param column where in its line it begins
   */
  String encoded(int column) {
    if (name == null) {
      return address;
    }
    boolean plain = name.length() <= LONGEST_PLAIN_NAME && EncodedWords.plain(name);
    String phrase = plain ? quotedName() : EncodedWords.words(name, column);
    boolean fits = column + phrase.length() + address.length() + 3 <= 76;
    return phrase + (fits ? " <" : "\r\n <") + address + ">";
  }

  /** What {@link #parse} reads. */
  @Override
  public String toString() {
    return name == null ? address : quotedName() + " <" + address + ">";
  }

  private String quotedName() {
    return WORDS.matcher(name).matches() ? name : '"' + name.replaceAll("[\"\\\\]", "\\\\$0") + '"';
  }
}
