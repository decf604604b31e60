package org.workherald.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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

  /** The fault that an administrator should see first. */
  CertificateRefused explain(Exception refusal) {
    return findings().stream()
        .filter(finding -> finding.fault() != CertificateFault.HOSTNAME_MISMATCH) // asked later
        .findFirst()
        .orElseGet(() -> brokenRule(root(refusal).getMessage()))
        .refusal(refusal);
  }

  /** All that can be told from the certificates. */
  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>(EndEntity.findings(presented.get(0), host, now));
    Weakness.ofSignature(presented.get(0))
        .map(weak -> Finding.tooWeak(EndEntity.WHO, weak))
        .ifPresent(findings::add);
    if (anchors.pins(presented.get(0))) {
      return findings; // trusted as itself, so it does not matter by whom it was issued
    }
    path.certificates().stream().skip(1).forEach(one -> findings.addAll(ofIntermediate(one)));
    path.anchor()
        .ifPresentOrElse(
            found -> findings.addAll(ofAnchor(found)), () -> findings.add(untrusted()));
    path.anchor()
        .flatMap(found -> AuthorityLimits.broken(found, path.certificates(), host))
        .map(this::brokenRule)
        .ifPresent(findings::add);
    findings.sort(Comparator.comparing(finding -> rank(finding.fault())));
    return findings;
  }

  /** The order in which to mend them: another certificate may carry another name, too. */
  private static int rank(CertificateFault fault) {
    return switch (fault) {
      case EXPIRED, NOT_YET_VALID, WEAK_ALGORITHM -> 0;
      case UNTRUSTED_ISSUER, SELF_SIGNED -> 1;
      case OTHER -> 2;
      case HOSTNAME_MISMATCH -> 3;
    };
  }

  private List<Finding> ofIntermediate(X509Certificate certificate) {
    String who = "The intermediate certificate '" + name(certificate) + "' sent by the server ";
    return ofAuthority(certificate, who, ".", Weakness.of(certificate));
  }

  /** A trusted authority was reached, but it cannot be relied on. */
  private List<Finding> ofAnchor(X509Certificate anchor) {
    String who = "The trusted certificate '" + name(anchor) + "' ";
    return ofAuthority(anchor, who, ". Trust its successor.", Weakness.ofKey(anchor));
  }

  private List<Finding> ofAuthority(
      X509Certificate authority, String who, String remedy, Optional<String> weakness) {
    Optional<Finding> dates = Validity.finding(authority, now).map(d -> d.within(who, remedy));
    return Stream.concat(dates.stream(), weakness.map(w -> Finding.tooWeak(who, w)).stream())
        .toList();
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
    Set<Finding> findings = new LinkedHashSet<>();
    if (refused.isPresent()) {
      findings.add(refused.get().finding());
      findings.addAll(findings());
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
