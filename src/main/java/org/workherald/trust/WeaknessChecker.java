package org.workherald.trust;

import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Makes PKIX refuse paths that rest on anything weak, so that it may still find a better one. */
final class WeaknessChecker extends PKIXCertPathChecker {

  @Override
  public void init(boolean forward) {
    // holds no state
  }

  @Override
  public boolean isForwardCheckingSupported() {
    return true;
  }

  @Override
  public Set<String> getSupportedExtensions() {
    return Set.of();
  }

  @Override
  public void check(Certificate certificate, Collection<String> unresolvedCriticalExtensions)
      throws CertPathValidatorException {
    X509Certificate x509 = (X509Certificate) certificate;
    Optional<String> weakness = Weakness.of(x509);
    if (weakness.isPresent()) {
      throw new CertPathValidatorException(
          weakness.get(),
          null,
          null,
          -1,
          CertPathValidatorException.BasicReason.ALGORITHM_CONSTRAINED);
    }
  }
}
