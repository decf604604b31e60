package org.workherald.smtp;

import java.util.Locale;

/** How the connection is protected. There is no mode that protects it only perhaps. */
public enum TlsMode {
  /** The session starts in plain and must be upgraded before anything else (RFC 3207); port 587. */
  STARTTLS(587),
  /** TLS from the first byte (RFC 8314); port 465. */
  IMPLICIT(465),
  /** No TLS: for a relay on the loopback address only. */
  NONE(25);

  private final int port;

  TlsMode(int port) {
    this.port = port;
  }

  /** The port that servers use for it. */
  public int port() {
    return port;
  }

  /** The word in the HTTP contract. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
