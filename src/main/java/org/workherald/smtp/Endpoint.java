package org.workherald.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.workherald.smtp.InvalidSettings.Fault;

/**
 * Where a mail server is reached, and when TLS begins there.
 *
 * @param host the configured name: the one that is looked up, and that the certificate must carry
 */
record Endpoint(String host, int port, TlsMode tls) {

  private static final int LAST_PORT = 65_535;

  /**
   * A DNS name, U-labels included, or an IP address; IPv6 in brackets or not, with a zone or not.
   */
  private static final Pattern HOST =
      Pattern.compile(
          "[A-Za-z0-9_.-]{1,253}|\\[?[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(%[\\w.-]+)?]?");

  /**
   * @throws InvalidSettings with everything that is wrong
   */
  Endpoint {
    List<Fault> faults = new ArrayList<>();
    if (host == null || !HOST.matcher(host).matches()) {
      faults.add(
          new Fault(
              "host", "must be a host name or an IP address alone; the port has its own field"));
    }
    if (port < 1 || port > LAST_PORT) {
      faults.add(new Fault("port", "must be from 1 to " + LAST_PORT));
    }
    if (!faults.isEmpty()) {
      throw new InvalidSettings(faults);
    }
  }

  /** {@code host:port}, as attempts and health show it. */
  String server() {
    return host + ":" + port;
  }
}
