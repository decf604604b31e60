package org.workherald.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is to become of each certificate that is to be added: every one of them is in exactly one
 * list.
 */
final class Sorting {

  private final Instant now;
  private final Admission.Terms terms;
  private final List<Anchor> added = new ArrayList<>();
  private final List<LeftOut> skipped = new ArrayList<>();
  private final List<LeftOut> refused = new ArrayList<>();

  /**
   * @param trusted what is trusted already, from wherever
   */
  Sorting(
      Collection<NamedCertificate> certificates,
      Admission.Terms terms,
      Collection<Anchor> trusted,
      Instant now) {
    this.now = now;
    this.terms = terms;
    Set<String> seen = new HashSet<>();
    for (NamedCertificate named : certificates) {
      X509Certificate certificate = named.certificate();
      Anchor anchor =
          new Anchor(
              certificate,
              Fingerprint.of(certificate),
              Anchor.Source.STORED,
              terms.alias() == null ? named.alias() : terms.alias(),
              terms.pin());
      if (seen.add(anchor.fingerprint())) {
        sort(anchor, trusted);
      } else {
        skipped.add(leftOut(anchor, "duplicate", "is in this upload more than once"));
      }
    }
  }

  List<Anchor> added() {
    return added;
  }

  List<LeftOut> skipped() {
    return skipped;
  }

  /** When there is any, nothing may be added. */
  List<LeftOut> refused() {
    return refused;
  }

  private void sort(Anchor anchor, Collection<Anchor> trusted) {
    Optional<Anchor> same =
        trusted.stream()
            .filter(other -> other.fingerprint().equals(anchor.fingerprint()))
            .filter(other -> !other.pinned() || anchor.pinned())
            .findFirst();
    if (same.isPresent()) {
      CertificateSummary known = CertificateSummary.of(same.get(), now);
      skipped.add(new LeftOut(known, "already-trusted", "is trusted already"));
      return;
    }
    Optional<LeftOut> refusal = refusal(anchor);
    refusal.ifPresent((terms.skipUnusable() ? skipped : refused)::add);
    if (refusal.isEmpty()) {
      added.add(anchor);
    }
  }

  private Optional<LeftOut> refusal(Anchor anchor) {
    X509Certificate certificate = anchor.certificate();
    Optional<Finding> dates = Validity.finding(certificate, now);
    if (dates.isPresent()) {
      return Optional.of(leftOut(anchor, dates.get().fault().word(), dates.get().detail()));
    }
    Optional<String> weak = Weakness.of(certificate);
    if (weak.isPresent()) {
      return Optional.of(leftOut(anchor, "weak", weak.get()));
    }
    return terms.pin() || Anchor.isAuthority(certificate)
        ? Optional.empty()
        : Optional.of(
            leftOut(
                anchor,
                "not-a-ca",
                "is no authority's certificate; add ?pin=true to trust this very certificate"));
  }

  private LeftOut leftOut(Anchor anchor, String reason, String detail) {
    return new LeftOut(CertificateSummary.of(anchor, now).withoutSource(), reason, detail);
  }
}
