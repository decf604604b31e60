package org.workherald.http;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The syntax of a mail address in an envelope (RFC 5321 {@code Mailbox}, with UTF-8 by RFC 6531):
 * quoted local parts, internationalized domains and address literals included; comments, display
 * names and routes not.
 */
public final class MailAddressSyntax {

  private static final int MAX_OCTETS = 254;
  private static final int MAX_LOCAL_OCTETS = 64;
  private static final int MAX_DOMAIN = 253;

  /** Above ASCII everything but control characters, separators and broken surrogates. */
  private static final String UTF8 = "[^\\x00-\\x7F]&&[^\\p{Cc}\\p{Cs}\\p{Z}\\p{Cn}]";

  private static final String ATEXT = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-[" + UTF8 + "]]";
  private static final String QTEXT = "[\\x20-\\x7E[" + UTF8 + "]&&[^\"\\\\]]";
  private static final Pattern LOCAL =
      Pattern.compile(ATEXT + "+(?:\\." + ATEXT + "+)*|\"(?:" + QTEXT + "|\\\\[\\x20-\\x7E])*\"");
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?!.*\\.[0-9]+$)(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)"
              + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*");
  private static final Pattern LITERAL =
      Pattern.compile(
          "\\[(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}"
              + "|IPv6:[0-9A-Fa-f:.]{2,45})]");

  private MailAddressSyntax() {}

  public static boolean matches(String address) {
    int at = address.lastIndexOf('@');
    if (at < 1 || octets(address) > MAX_OCTETS) {
      return false;
    }
    var local = address.substring(0, at);
    return octets(local) <= MAX_LOCAL_OCTETS
        && LOCAL.matcher(local).matches()
        && domain(address.substring(at + 1));
  }

  private static boolean domain(String domain) {
    if (domain.startsWith("[")) {
      return LITERAL.matcher(domain).matches();
    }
    try {
      var ascii = IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
      return ascii.length() <= MAX_DOMAIN && DOMAIN.matcher(ascii).matches();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static int octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
