package org.workherald.smtp;

import java.net.IDN;
import java.util.List;
import java.util.Locale;
import org.workherald.smtp.InvalidSettings.Fault;

/** Where a mail server is, as somebody wrote it down: everything may be {@code null}. */
record EndpointDraft(String host, Integer port, String tls) {

  /** How FileNet wrote STARTTLS into the host. */
  private static final String FILENET_STARTTLS = "STARTTLS:";

  private boolean asFileNet() {
    return host != null
        && host.regionMatches(true, 0, FILENET_STARTTLS, 0, FILENET_STARTTLS.length());
  }

  /** Without FileNet's prefix, and in A-labels: DNS and TLS know no others. */
  String bareHost() {
    String bare = asFileNet() ? host.substring(FILENET_STARTTLS.length()).strip() : host;
    try {
      return bare == null ? null : IDN.toASCII(bare);
    } catch (IllegalArgumentException e) {
      return bare; // told as a fault of the endpoint
    }
  }

  /**
   * @param faults takes what is wrong with it; STARTTLS is answered then
   */
  TlsMode mode(List<Fault> faults) {
    TlsMode mode = TlsMode.STARTTLS;
    try {
      mode = tls == null ? mode : TlsMode.valueOf(tls.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      faults.add(new Fault("tls", "must be one of starttls, implicit, none"));
    }
    if (asFileNet() && mode != TlsMode.STARTTLS) {
      faults.add(new Fault("tls", "must be starttls, as the prefix of host says"));
    }
    return mode;
  }

  /** The port, or the usual one for the mode. */
  int port(TlsMode mode) {
    return port == null ? mode.port() : port;
  }
}
