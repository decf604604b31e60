package org.workherald.trust;

import java.security.cert.X509Certificate;
import java.util.Objects;
import org.workherald.http.Printable;

/**
 * A certificate as it comes from outside, not looked at yet.
 *
 * @param alias what it is called there, or {@code null}; what could not stand on a line is taken
 *     out
 */
record NamedCertificate(X509Certificate certificate, String alias) {

  private static final int LONGEST_ALIAS = 100;

  NamedCertificate {
    Objects.requireNonNull(certificate, "certificate");
    alias = alias == null || alias.isBlank() ? null : Printable.of(alias, LONGEST_ALIAS);
  }
}
