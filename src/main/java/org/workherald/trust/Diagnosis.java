package org.workherald.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
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
  private final HostName host;
  private final Instant now;
  private final CertificationPath path;

  Diagnosis(AnchorSet anchors, List<X509Certificate> presented, HostName host, Instant now) {
    this.anchors = anchors;
    this.presented = presented;
    this.host = host;
    this.now = now;
    this.path = CertificationPath.of(anchors, presented, now);
  }

  CertificationPath path() {
    return path;
  }

  /** The fault that an administrator should see first. */
  CertificateRefused explain(Exception refusal) {
    List<Finding> findings = findings();
    return findings.isEmpty()
        ? brokenRule(root(refusal).getMessage()).refusal(refusal)
        : findings.get(0).refusal(refusal);
  }

  /** All that can be told from the certificates, but for the host name. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    path.certificates().forEach(certificate -> findings.addAll(faults(certificate)));
    path.anchor()
        .ifPresentOrElse(
            found -> findings.addAll(faultsOfAnchor(found)), () -> findings.add(untrusted()));
    if (!EndEntity.isForServers(presented.get(0))) {
      findings.add(EndEntity.NOT_FOR_SERVERS);
    }
    path.anchor()
        .flatMap(found -> AuthorityLimits.broken(found, path.certificates(), host))
        .map(this::brokenRule)
        .ifPresent(findings::add);
    return findings;
  }

  private List<Finding> faults(X509Certificate certificate) {
    String who =
        certificate == presented.get(0)
            ? "The server's certificate "
            : "The intermediate certificate '" + name(certificate) + "' sent by the server ";
    List<Finding> faults = new ArrayList<>();
    Validity.fault(certificate, now)
        .map(fault -> new Finding(fault, who + Validity.describe(certificate, fault, now) + "."))
        .ifPresent(faults::add);
    Weakness.ofKey(certificate)
        .or(() -> Weakness.ofSignature(certificate))
        .map(weak -> tooWeak(who, weak))
        .ifPresent(faults::add);
    return faults;
  }

  /** A trusted authority was reached, but it cannot be relied on. */
  private List<Finding> faultsOfAnchor(X509Certificate anchor) {
    String who = "The trusted certificate '" + name(anchor) + "' ";
    List<Finding> faults = new ArrayList<>();
    Validity.fault(anchor, now)
        .map(
            fault ->
                new Finding(
                    fault, who + Validity.describe(anchor, fault, now) + ". Trust its successor."))
        .ifPresent(faults::add);
    Weakness.ofKey(anchor).map(weak -> tooWeak(who, weak)).ifPresent(faults::add);
    return faults;
  }

  private static Finding tooWeak(String who, String weakness) {
    return new Finding(CertificateFault.WEAK_ALGORITHM, who + "is too weak: " + weakness + ".");
  }

  private Finding brokenRule(String rule) {
    return new Finding(
        CertificateFault.OTHER,
        "The server's certificate leads to '%s', which is trusted, but breaks a rule: %s."
            .formatted(name(path.anchor().orElseThrow()), rule));
  }

  private Finding untrusted() {
    X509Certificate top = path.top();
    if (path.isSelfSigned()) {
      return new Finding(
          CertificateFault.SELF_SIGNED,
          "The server's certificate '%s' is signed by itself, and not trusted. After checking its"
                  .formatted(name(top))
              + " SHA-256 fingerprint with the server's owner, it can be pinned: "
              + Fingerprint.of(top));
    }
    boolean rootSent = Issuer.ofItself(top);
    StringBuilder message = new StringBuilder("The server's certificate comes from '");
    message.append(issuerName(top)).append("', which is not trusted; the server sent ");
    message.append(presented.size() == 1 ? "1 certificate" : presented.size() + " certificates");
    message.append(
        rootSent ? ", that authority's own among them." : ", that authority's own not among them.");
    if (!path.complete()) {
      message.append(" Its chain is not complete, unless that authority is a root.");
    }
    if (!rootSent && anchors.knowsIssuerName(top)) {
      message.append(" An authority of that name is trusted, but has another key.");
    }
    IssuerAddress.of(top)
        .ifPresent(
            url ->
                message
                    .append(" It says that its issuer can be had at ")
                    .append(url)
                    .append(" (not fetched)."));
    return new Finding(CertificateFault.UNTRUSTED_ISSUER, message.toString());
  }

  /** The report, once the server's certificate was refused or not. */
  ChainReport report(Optional<CertificateRefused> refused) {
    List<Finding> findings = new ArrayList<>();
    if (refused.isPresent()) {
      findings.addAll(findings());
      if (!host.matches(presented.get(0))) {
        findings.add(EndEntity.notFor(host, presented.get(0)));
      }
      Finding first = new Finding(refused.get().fault(), refused.get().getMessage());
      findings.remove(first);
      findings.add(0, first);
    }
    boolean unknown =
        findings.stream()
            .anyMatch(
                f ->
                    f.fault() == CertificateFault.UNTRUSTED_ISSUER
                        || f.fault() == CertificateFault.SELF_SIGNED);
    boolean issuerUnknown = unknown && !path.isSelfSigned();
    return new ChainReport(
        presented,
        path.withAnchor(),
        List.copyOf(findings),
        path.complete(),
        issuerUnknown ? issuerName(path.top()) : null,
        issuerUnknown ? IssuerAddress.of(path.top()).orElse(null) : null,
        unknown ? path.suggested(now).orElse(null) : null,
        host.matches(presented.get(0)));
  }

  private static String issuerName(X509Certificate certificate) {
    return DistinguishedName.of(certificate.getIssuerX500Principal());
  }

  private static String name(X509Certificate certificate) {
    return DistinguishedName.of(certificate.getSubjectX500Principal());
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
