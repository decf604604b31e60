package org.workherald.smtp;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A mailbox as it stands in a command (RFC 5321, 4.1.2; RFC 6531): the domain always in ASCII.
 *
 * @param text without brackets
 * @param ascii whether a server without SMTPUTF8 can read it
 */
record WireAddress(String text, boolean ascii) {

  private static final String ATOM = "[\\w!#$%&'*+/=?^`{|}~\\x{80}-\\x{10FFFF}-]+";
  private static final Pattern LOCAL =
      Pattern.compile(
          ATOM + "(?:\\." + ATOM + ")*|\"(?:[ !#-\\[\\]-~\\x{80}-\\x{10FFFF}]|\\\\[ -~])*\"");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}]");
  private static final Pattern LITERAL = Pattern.compile("\\[[0-9A-Za-z:.]+\\]");

  /**
   * @throws IllegalArgumentException when it is no address, or no server could be told it
   */
  static WireAddress of(String address) {
    int at = address.lastIndexOf('@');
    if (at < 1 || CONTROL.matcher(address).find()) {
      throw new IllegalArgumentException("not a mail address");
    }
    String local = address.substring(0, at);
    String domain = address.substring(at + 1);
    if (!LITERAL.matcher(domain).matches()) {
      domain = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES);
    }
    String text = local + "@" + domain;
    if (domain.isEmpty()
        || domain.length() > 255
        || local.getBytes(StandardCharsets.UTF_8).length > 64
        || text.getBytes(StandardCharsets.UTF_8).length > 254
        || !LOCAL.matcher(local).matches()) {
      throw new IllegalArgumentException("not a mail address");
    }
    return new WireAddress(text, local.chars().allMatch(c -> c < 0x80));
  }
}
