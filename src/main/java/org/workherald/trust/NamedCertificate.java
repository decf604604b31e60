package org.workherald.trust;

import java.security.cert.X509Certificate;
import java.util.Objects;

/**
 * A certificate as it comes from outside, not looked at yet.
 *
 * @param alias what it is called there, or {@code null}
 */
public record NamedCertificate(X509Certificate certificate, String alias) {

  public NamedCertificate {
    Objects.requireNonNull(certificate, "certificate");
  }
}
