package org.workherald.smtp;

import java.net.IDN;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.workherald.smtp.InvalidSettings.Fault;

/**
 * Where a mail server is reached, and when TLS begins there.
 *
 * @param host the configured name: the one that is looked up, and that the certificate must carry
 */
public record Endpoint(String host, int port, TlsMode tls) {

  /** What an IPv6 address is made of. */
  static final String IPV6 = "[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*";

  private static final int LAST_PORT = 65_535;

  /** A DNS name in A-labels, or an IP address; IPv6 in brackets or not, with a zone or not. */
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9_.-]{1,253}|\\[?" + IPV6 + "(%[\\w.-]+)?]?");

  /**
   * @throws InvalidSettings with everything that is wrong
   */
  public Endpoint {
    List<Fault> faults = new ArrayList<>();
    if (host == null || !HOST.matcher(host).matches()) {
      faults.add(
          new Fault(
              "host", "must be a host name or an IP address alone; the port has its own field"));
    }
    if (port < 1 || port > LAST_PORT) {
      faults.add(new Fault("port", "must be from 1 to " + LAST_PORT));
    }
    InvalidSettings.throwIfAny(faults);
  }

  /** Whether it is the same port of the same host, however the two are written. */
  boolean isSameServer(Endpoint other) {
    return port == other.port && plain(host).equals(plain(other.host));
  }

  /** The one form of a host's name in which names are compared. */
  static String plain(String host) {
    return labels(host.replaceAll("^\\[|]$|\\.$", "")).toLowerCase(Locale.ROOT);
  }

  /** In A-labels, for DNS and TLS know no others; as it is when it is no name that DNS knows. */
  static String labels(String host) {
    try {
      return IDN.toASCII(host);
    } catch (IllegalArgumentException e) {
      return host;
    }
  }

  /** {@code host:port}, as attempts and health show it. */
  public String server() {
    return host + ":" + port;
  }
}
