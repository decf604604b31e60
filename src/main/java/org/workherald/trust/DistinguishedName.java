package org.workherald.trust;

import javax.security.auth.x500.X500Principal;
import org.workherald.http.Printable;

/** How a certificate names its subject or issuer, for people. A stranger may have chosen it. */
public final class DistinguishedName {

  private static final int LONGEST = 1_000;

  private DistinguishedName() {}

  /** As RFC 2253 writes it, on one bounded line. */
  public static String of(X500Principal name) {
    return Printable.of(name.getName(), LONGEST);
  }
}
