package org.workherald.trust;

import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Makes PKIX refuse paths that break the {@link AuthorityLimits}, so that it may still find a
 * better one. It is asked from the anchor's end on, and so knows the path when it comes to the
 * server.
 */
final class PathChecker extends PKIXCertPathChecker {

  private final AnchorSet anchors;
  private final X509Certificate server;
  private final HostName host;
  private final Instant now;
  private List<X509Certificate> path = new ArrayList<>();

  PathChecker(AnchorSet anchors, X509Certificate server, HostName host, Instant now) {
    this.anchors = anchors;
    this.server = server;
    this.host = host;
    this.now = now;
  }

  @Override
  public void init(boolean forward) throws CertPathValidatorException {
    if (forward) {
      throw new CertPathValidatorException("goes from the anchor to the server");
    }
    path = new ArrayList<>();
  }

  @Override
  public boolean isForwardCheckingSupported() {
    return false;
  }

  @Override
  public Set<String> getSupportedExtensions() {
    return Set.of();
  }

  @Override
  public void check(Certificate certificate, Collection<String> unresolvedCriticalExtensions)
      throws CertPathValidatorException {
    path.add(0, (X509Certificate) certificate);
    if (certificate.equals(server)) {
      X509Certificate top = path.get(path.size() - 1);
      if (anchors.signersOf(top, now).stream()
          .noneMatch(anchor -> AuthorityLimits.broken(anchor, path, host).isEmpty())) {
        throw new CertPathValidatorException("a limit that an authority carries is broken");
      }
    }
  }
}
