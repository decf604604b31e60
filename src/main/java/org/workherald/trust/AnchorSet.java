package org.workherald.trust;

import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All certificates trusted at one revision, whatever their source: a path may need anchors of more
 * than one. Immutable.
 */
final class AnchorSet {

  private final Map<X509Certificate, Authority> authorities = new LinkedHashMap<>();
  private final Set<X509Certificate> pinned;

  private record Authority(X509Certificate certificate, TrustAnchor anchor, boolean weak) {
    boolean usable(Instant now) {
      return !weak && Validity.covers(certificate, now);
    }
  }

  AnchorSet(Collection<Anchor> anchors) {
    for (Anchor anchor : anchors) {
      if (!anchor.pinned()) {
        X509Certificate certificate = anchor.certificate();
        boolean weak = Weakness.ofKey(certificate).isPresent();
        authorities.put(
            certificate, new Authority(certificate, new TrustAnchor(certificate, null), weak));
      }
    }
    pinned =
        anchors.stream()
            .filter(Anchor::pinned)
            .map(Anchor::certificate)
            .collect(Collectors.toUnmodifiableSet());
  }

  boolean pins(X509Certificate certificate) {
    return pinned.contains(certificate);
  }

  /** The authorities to build paths to. PKIX takes anchors on faith, dates and all: we do not. */
  Set<TrustAnchor> usable(Instant now) {
    return authorities.values().stream()
        .filter(authority -> authority.usable(now))
        .map(Authority::anchor)
        .collect(Collectors.toSet());
  }

  /** The usable authorities that signed it: more than one when a certificate was renewed. */
  List<X509Certificate> signersOf(X509Certificate certificate, Instant now) {
    return authorities.values().stream()
        .filter(a -> a.usable(now) && Issuer.is(a.certificate, certificate))
        .map(Authority::certificate)
        .toList();
  }

  /** The authority that this is, or that signed it; usable ones first. */
  Optional<X509Certificate> above(X509Certificate certificate, Instant now) {
    return authorities.values().stream()
        .filter(a -> a.certificate.equals(certificate) || Issuer.is(a.certificate, certificate))
        .max(Comparator.comparing(a -> a.usable(now)))
        .map(Authority::certificate);
  }

  /** Whether an authority has the name of the certificate's issuer, with whatever key. */
  boolean knowsIssuerName(X509Certificate certificate) {
    return authorities.keySet().stream().anyMatch(a -> Issuer.isNamed(a, certificate));
  }
}
