package org.workherald.mail;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A name and an address (RFC 5322, 3.4; RFC 6531 for local parts that are not ASCII).
 *
 * @param name or {@code null}
 * @param address with the domain in its ASCII form (A-labels)
 */
record Mailbox(String name, String address) {

  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~[^\\p{ASCII}\\p{C}\\p{Z}]-]+";
  private static final String QUOTED = "\"(?:[^\"\\\\\\p{C}\\p{Z}]|[ ]|\\\\[\\x20-\\x7e])*+\"";
  private static final Pattern LOCAL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*+|" + QUOTED);
  private static final Pattern LITERAL = Pattern.compile("\\[[0-9A-Za-z:.]+\\]");
  private static final int LONGEST_PLAIN_NAME = 60;
  private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9 ]+");

  /**
   * @throws IllegalArgumentException when it cannot be written safely; the address is not in the
   *     message
   */
  Mailbox {
    name = name == null || name.isBlank() ? null : EncodedWords.checked("name", name.strip());
    int at = address == null ? -1 : address.lastIndexOf('@');
    if (at < 1) {
      throw new IllegalArgumentException("not an e-mail address");
    }
    String local = address.substring(0, at);
    if (local.getBytes(StandardCharsets.UTF_8).length > 64 || !LOCAL.matcher(local).matches()) {
      throw new IllegalArgumentException("not an e-mail address: the part before the @ is wrong");
    }
    address = local + "@" + asciiDomain(address.substring(at + 1));
  }

  /** Reads {@code address} or {@code name <address>}. */
  static Mailbox parse(String mailbox) {
    String text = mailbox.strip();
    int open = text.lastIndexOf('<');
    if (open < 0 || !text.endsWith(">")) {
      return new Mailbox(null, text);
    }
    String name = text.substring(0, open).strip();
    if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
      name = name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1");
    }
    return new Mailbox(name, text.substring(open + 1, text.length() - 1));
  }

  String domain() {
    return address.substring(address.lastIndexOf('@') + 1);
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

  /**
   * The JDK knows the older rules (IDNA 2003), under which some domains of today's rules become
   * other domains ({@code ß} becomes {@code ss}). Those are refused rather than written to.
   */
  static String asciiDomain(String domain) {
    if (LITERAL.matcher(domain).matches()) {
      return domain;
    }
    try {
      String ascii = IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED | IDN.USE_STD3_ASCII_RULES);
      String back = IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED);
      String asked = Normalizer.normalize(domain.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
      boolean same = ascii.equalsIgnoreCase(domain) || back.toLowerCase(Locale.ROOT).equals(asked);
      if (same && !ascii.isEmpty() && ascii.length() <= 253 && !ascii.endsWith(".")) {
        return ascii;
      }
    } catch (IllegalArgumentException wrong) {
      // said below, without the address in the message
    }
    throw new IllegalArgumentException(
        "not an e-mail address: the domain is wrong, or has to be written in its xn-- form");
  }
}
