package org.workherald.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Why there is no path from the server's certificate to anybody trusted, for the person who has to
 * act. The JDK's own exceptions seldom say, and differ between its releases; so the way up is
 * walked once more here. It only explains: the decision was taken before.
 */
final class Diagnosis {

  private final AnchorSet anchors;
  private final List<X509Certificate> presented;
  private final Instant now;
  private final List<X509Certificate> path = new ArrayList<>();
  private Optional<X509Certificate> anchor;

  Diagnosis(AnchorSet anchors, List<X509Certificate> presented, Instant now) {
    this.anchors = anchors;
    this.presented = presented;
    this.now = now;
    path.add(presented.get(0));
    Optional<X509Certificate> next = Optional.empty();
    do {
      next.ifPresent(path::add);
      anchor = anchors.above(top(), now);
      next = anchor.isPresent() ? Optional.empty() : presentedIssuer(top());
    } while (next.isPresent());
  }

  private X509Certificate top() {
    return path.get(path.size() - 1);
  }

  private Optional<X509Certificate> presentedIssuer(X509Certificate certificate) {
    return presented.stream()
        .filter(issuer -> !path.contains(issuer) && Issuer.is(issuer, certificate))
        .max(Comparator.comparing(issuer -> Validity.covers(issuer, now)));
  }

  CertificateRefused explain(Exception refusal) {
    return faultOnPath(refusal)
        .or(() -> anchor.map(found -> behindAnchor(found, refusal)))
        .orElseGet(() -> untrusted(refusal));
  }

  private Optional<CertificateRefused> faultOnPath(Exception refusal) {
    for (X509Certificate certificate : path) {
      String who =
          certificate == path.get(0)
              ? "The server's certificate "
              : "The intermediate certificate '" + name(certificate) + "' sent by the server ";
      Optional<CertificateFault> dates = Validity.fault(certificate, now);
      if (dates.isPresent()) {
        String what = Validity.describe(certificate, dates.get());
        return Optional.of(new CertificateRefused(dates.get(), who + what + ".", refusal));
      }
      Optional<String> weak =
          Weakness.ofKey(certificate).or(() -> Weakness.ofSignature(certificate));
      if (weak.isPresent()) {
        String what = "is too weak: " + weak.get() + ".";
        return Optional.of(
            new CertificateRefused(CertificateFault.WEAK_ALGORITHM, who + what, refusal));
      }
    }
    return Optional.empty();
  }

  /** A trusted authority was reached; either it cannot be relied on, or a rule was broken below. */
  private CertificateRefused behindAnchor(X509Certificate found, Exception refusal) {
    String who = "The trusted certificate '" + name(found) + "' ";
    Optional<CertificateFault> dates = Validity.fault(found, now);
    if (dates.isPresent()) {
      return new CertificateRefused(
          dates.get(),
          who + Validity.describe(found, dates.get()) + ": trust its successor.",
          refusal);
    }
    Optional<String> weak = Weakness.ofKey(found);
    if (weak.isPresent()) {
      return new CertificateRefused(
          CertificateFault.WEAK_ALGORITHM, who + "is too weak: " + weak.get() + ".", refusal);
    }
    if (!EndEntity.isForServers(path.get(0))) {
      return EndEntity.notForServers(refusal);
    }
    return new CertificateRefused(
        CertificateFault.OTHER,
        "The server's certificate leads to '%s', which is trusted, but breaks a rule: %s."
            .formatted(name(found), root(refusal).getMessage()),
        refusal);
  }

  private CertificateRefused untrusted(Exception refusal) {
    if (path.size() == 1 && Issuer.ofItself(top())) {
      return new CertificateRefused(
          CertificateFault.SELF_SIGNED,
          "The server's certificate '%s' is signed by itself, and not trusted. After checking its"
                  .formatted(name(top()))
              + " SHA-256 fingerprint with the server's owner, it can be pinned: "
              + Anchor.fingerprint(top()),
          refusal);
    }
    boolean rootSent = Issuer.ofItself(top());
    StringBuilder message = new StringBuilder("The server's certificate comes from '");
    message.append(issuerName(top())).append("', which is not trusted; the server sent ");
    message.append(presented.size() == 1 ? "1 certificate" : presented.size() + " certificates");
    message.append(
        rootSent ? ", that authority's own among them." : ", that authority's own not among them.");
    if (!rootSent && anchors.knowsIssuerName(top())) {
      message.append(" An authority of that name is trusted, but has another key.");
    }
    IssuerAddress.of(top())
        .ifPresent(
            url ->
                message
                    .append(" It says that its issuer can be had at ")
                    .append(url)
                    .append(" (not fetched)."));
    return new CertificateRefused(CertificateFault.UNTRUSTED_ISSUER, message.toString(), refusal);
  }

  private static String issuerName(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().getName();
  }

  private static String name(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
