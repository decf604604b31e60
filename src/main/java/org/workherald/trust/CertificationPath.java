package org.workherald.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The certification path (RFC 5280 §6) from the server's certificate up, from issuer to issuer, by
 * what the server sent: until somebody trusted is reached, or nobody known.
 *
 * @param certificates from the server's own to the last one that it sent on this path
 * @param anchor the trusted certificate that is, or signed, the last one
 * @param complete false when the server sent authorities that are not on this path, or none at all
 *     though its certificate needs one: then one between them is missing
 */
record CertificationPath(
    List<X509Certificate> certificates, Optional<X509Certificate> anchor, boolean complete) {

  static CertificationPath of(AnchorSet anchors, List<X509Certificate> presented, Instant now) {
    List<X509Certificate> path = new ArrayList<>();
    Optional<X509Certificate> next = Optional.of(presented.get(0));
    Optional<X509Certificate> anchor = Optional.empty();
    while (next.isPresent()) {
      X509Certificate top = next.get();
      path.add(top);
      anchor = anchors.above(top, now);
      next = anchor.isPresent() ? Optional.empty() : issuer(top, path, presented, now);
    }
    return new CertificationPath(
        List.copyOf(path), anchor, anchor.isPresent() || !lacksOne(path, presented));
  }

  private static Optional<X509Certificate> issuer(
      X509Certificate certificate,
      List<X509Certificate> path,
      List<X509Certificate> presented,
      Instant now) {
    return presented.stream()
        .filter(issuer -> !path.contains(issuer) && Issuer.is(issuer, certificate))
        .max(Comparator.comparing(issuer -> Validity.covers(issuer, now)));
  }

  private static boolean lacksOne(List<X509Certificate> path, List<X509Certificate> presented) {
    X509Certificate top = path.get(path.size() - 1);
    return !Issuer.ofItself(top) && (path.size() == 1 || path.size() < presented.size());
  }

  X509Certificate top() {
    return certificates.get(certificates.size() - 1);
  }

  boolean isSelfSigned() {
    return certificates.size() == 1 && anchor.isEmpty() && Issuer.ofItself(top());
  }

  /** The whole path, the trusted certificate included. */
  List<X509Certificate> withAnchor() {
    List<X509Certificate> whole = new ArrayList<>(certificates);
    anchor.filter(found -> !found.equals(top())).ifPresent(whole::add);
    return List.copyOf(whole);
  }

  /**
   * What to trust so that this server is: the topmost authority sent, for that survives the renewal
   * of what is below it; the server's own certificate only when it signed itself.
   */
  Optional<X509Certificate> suggested(Instant now) {
    if (isSelfSigned()) {
      return certificates.stream().filter(own -> usable(own, now)).findFirst();
    }
    return certificates.stream()
        .skip(1)
        .filter(certificate -> Anchor.isAuthority(certificate) && usable(certificate, now))
        .reduce((lower, upper) -> upper);
  }

  private static boolean usable(X509Certificate certificate, Instant now) {
    return Validity.covers(certificate, now) && Weakness.of(certificate).isEmpty();
  }
}
