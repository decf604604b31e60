package org.workherald.smtp;

/** How the connection is protected. There is no mode that protects it only perhaps. */
public enum TlsMode {
  /** The session starts in plain and must be upgraded before anything else (RFC 3207); port 587. */
  STARTTLS,
  /** TLS from the first byte (RFC 8314); port 465. */
  IMPLICIT,
  /** No TLS: for a relay on the loopback address only. */
  NONE
}
