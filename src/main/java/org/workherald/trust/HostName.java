package org.workherald.trust;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name that a server's certificate must carry (RFC 9525): the configured one, as a DNS name or
 * an IP address. The common name counts for nothing, and a wildcard only as the whole left-most
 * label.
 */
final class HostName {

  private static final int SAN_DNS = 2;
  private static final int SAN_IP = 7;
  private static final int MOST_SHOWN = 20;
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

  private final String name;
  private final InetAddress address;

  /**
   * @param host a DNS name, in A-labels or U-labels, or an IP address, in brackets or not
   */
  HostName(String host) {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    this.address = address(bare);
    this.name = address == null ? ascii(bare) : bare;
  }

  /** The kind of alternative name that it must be in a certificate: 2 for DNS, 7 for an address. */
  int type() {
    return address == null ? SAN_DNS : SAN_IP;
  }

  boolean matches(X509Certificate certificate) {
    for (List<?> san : alternativeNames(certificate)) {
      if (address == null
          ? san.get(0).equals(SAN_DNS) && matches(san.get(1).toString())
          : san.get(0).equals(SAN_IP) && address.equals(address(san.get(1).toString()))) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(String presented) {
    String pattern = presented.toLowerCase(Locale.ROOT);
    if (!pattern.startsWith("*.")) {
      return pattern.equals(name); // a '*' elsewhere equals no host name
    }
    int firstDot = name.indexOf('.');
    return firstDot > 0 && pattern.substring(1).equals(name.substring(firstDot));
  }

  /** The DNS names and IP addresses that a certificate carries. */
  static List<String> in(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    for (List<?> san : alternativeNames(certificate)) {
      if (san.get(0).equals(SAN_DNS) || san.get(0).equals(SAN_IP)) {
        names.add(san.get(1).toString());
      }
    }
    return names;
  }

  /** The same for people. */
  static String namesOf(X509Certificate certificate) {
    List<String> names = in(certificate);
    if (names.isEmpty()) {
      return "no DNS name and no IP address (a common name does not count)";
    }
    return names.size() <= MOST_SHOWN
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST_SHOWN))
            + " and "
            + (names.size() - MOST_SHOWN)
            + " more";
  }

  static Collection<List<?>> alternativeNames(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException e) {
      return List.of(); // names that cannot be read match nothing
    }
  }

  private static String ascii(String host) {
    String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    try {
      return IDN.toASCII(bare).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return bare.toLowerCase(Locale.ROOT); // no DNS name: no certificate can carry it
    }
  }

  /** Reads an IP address, and asks no DNS: only literals get as far as the JDK's parser. */
  private static InetAddress address(String text) {
    String bare = text.contains("%") ? text.substring(0, text.indexOf('%')) : text;
    boolean ipv6 = bare.contains(":");
    if (!ipv6 && !IPV4.matcher(bare).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(ipv6 ? "[" + bare + "]" : bare);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
