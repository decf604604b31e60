package org.workherald.address;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A mail address without a name (RFC 5322 {@code addr-spec}; RFC 5321 {@code Mailbox}; RFC 6531 for
 * UTF-8): quoted local parts, internationalized domains and address literals included; comments,
 * display names and routes not.
 *
 * @param localPart as given, quotes included
 * @param domain in ASCII (A-labels), or an address literal in brackets
 */
public record AddrSpec(String localPart, String domain) {

  private static final int MOST_OCTETS = 254;
  private static final int MOST_LOCAL_OCTETS = 64;
  private static final int MOST_DOMAIN = 253;

  /** Above ASCII what a reader can see: no controls, formats, separators or broken surrogates. */
  private static final String UTF8 = "[^\\x00-\\x7F]&&[^\\p{C}\\p{Z}]";

  private static final String ATEXT = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-[" + UTF8 + "]]";
  private static final String QTEXT = "[\\x20-\\x7E[" + UTF8 + "]&&[^\"\\\\]]";
  private static final Pattern LOCAL =
      Pattern.compile(
          ATEXT + "++(?:\\." + ATEXT + "++)*+|\"(?:" + QTEXT + "|\\\\[\\x20-\\x7E])*+\"");
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?!.*\\.[0-9]+$)(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)"
              + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*");
  private static final Pattern LITERAL =
      Pattern.compile(
          "\\[(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}"
              + "|IPv6:[0-9A-Fa-f:.]{2,45})]");

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException when it is none; the address is not in the message
   */
  public static AddrSpec parse(String address) {
    int at = address == null ? -1 : address.lastIndexOf('@');
    if (at < 1) {
      throw new IllegalArgumentException("not a mail address");
    }
    return new AddrSpec(address.substring(0, at), asciiDomain(address.substring(at + 1)));
  }

  /** Whether it is an address that {@link #parse} reads. */
  public static boolean isValid(String address) {
    try {
      parse(address);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * @throws IllegalArgumentException when the parts make no address
   */
  public AddrSpec {
    if (octets(localPart) > MOST_LOCAL_OCTETS || !LOCAL.matcher(localPart).matches()) {
      throw new IllegalArgumentException("not a mail address: the part before the @ is wrong");
    }
    if (domain.length() > MOST_DOMAIN
        || !(DOMAIN.matcher(domain).matches() || LITERAL.matcher(domain).matches())) {
      throw new IllegalArgumentException("not a mail address: the domain is wrong");
    }
    if (octets(localPart) + 1 + domain.length() > MOST_OCTETS) {
      throw new IllegalArgumentException("not a mail address: it is too long");
    }
  }

  /** Whether a server without SMTPUTF8 can be told it. */
  public boolean ascii() {
    return localPart.chars().allMatch(c -> c < 0x80);
  }

  /** The address with its domain in ASCII, as headers and commands have it. */
  @Override
  public String toString() {
    return localPart + "@" + domain;
  }

  /**
   * The JDK knows the older rules (IDNA 2003), under which some domains of today's rules become
   * other domains ({@code ß} becomes {@code ss}). Those are refused rather than written to.
   */
  private static String asciiDomain(String domain) {
    if (domain.startsWith("[")) {
      return domain;
    }
    try {
      String ascii = IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED | IDN.USE_STD3_ASCII_RULES);
      String back = IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED);
      String asked = Normalizer.normalize(domain.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
      if (ascii.equalsIgnoreCase(domain) || back.toLowerCase(Locale.ROOT).equals(asked)) {
        return ascii;
      }
    } catch (IllegalArgumentException wrong) {
      // Said below, without the address in the message.
    }
    throw new IllegalArgumentException(
        "not a mail address: the domain is wrong, or has to be written in its xn-- form");
  }

  private static int octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
