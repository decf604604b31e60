package org.workherald.trust;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;
import org.workherald.http.Unprocessable;

/** The one way in: adds certificates to the stored ones, all or nothing. */
@ApplicationScoped
public class Admission {

  private static final Logger LOG = Logger.getLogger(Admission.class);

  private final Trust trust;
  private final StoredCertificates stored;
  private final Clock clock;

  Admission(Trust trust, StoredCertificates stored, Clock clock) {
    this.trust = trust;
    this.stored = stored;
    this.clock = clock;
  }

  /**
   * On what terms certificates are added.
   *
   * @param alias what to call them all, or {@code null} to call each as it is called already
   * @param pin whether each is to be trusted as itself alone, whoever signed it
   * @param skipUnusable whether those that cannot be relied on are left out, instead of none being
   *     added for their sake
   */
  record Terms(String alias, boolean pin, boolean skipUnusable) {}

  /** What became of each certificate. */
  @Schema(name = "CertificatesAdded")
  public record Added(List<CertificateSummary> added, List<LeftOut> skipped) {}

  /**
   * Trusts a certificate that somebody has compared from now on, at every replica.
   *
   * @param alias what to call it, or {@code null}
   * @param pin whether it is to be trusted as itself alone, whoever signed it
   * @throws io.quarkiverse.resteasy.problem.HttpProblem 422 when it cannot be relied on
   */
  public Added approve(X509Certificate certificate, String alias, boolean pin) {
    return admit(
        List.of(new NamedCertificate(certificate, null)),
        new Terms(alias, pin, false),
        "Nothing was added: this certificate cannot be relied on; see refused.");
  }

  /**
   * Trusts the certificates of an upload from now on, at every replica.
   *
   * @throws io.quarkiverse.resteasy.problem.HttpProblem 422 that accounts for each when some cannot
   *     be relied on; then none was added
   */
  Added admit(List<NamedCertificate> certificates, Terms terms) {
    return admit(
        certificates,
        terms,
        "Nothing was added: %d of %d certificates cannot be relied on; see refused. With"
            + " ?unusable=skip they are left out, and those under usable are added.");
  }

  private Added admit(List<NamedCertificate> certificates, Terms terms, String refusal) {
    Instant now = clock.instant();
    Sorting sorting = new Sorting(certificates, terms, trust.anchors(), now);
    List<CertificateSummary> usable =
        sorting.added().stream().map(anchor -> CertificateSummary.of(anchor, now)).toList();
    if (!sorting.refused().isEmpty()) {
      throw Unprocessable.of(
          refusal.formatted(sorting.refused().size(), certificates.size()),
          accounts(sorting, usable));
    }
    if (!sorting.added().isEmpty()) {
      stored.add(sorting.added());
      sorting.added().forEach(anchor -> LOG.infof("Trusting certificate %s", anchor.fingerprint()));
    }
    return new Added(usable, sorting.skipped());
  }

  private static Map<String, Object> accounts(Sorting sorting, List<CertificateSummary> usable) {
    Map<String, Object> accounts = new LinkedHashMap<>();
    accounts.put("refused", sorting.refused());
    accounts.put("skipped", sorting.skipped());
    accounts.put("usable", usable.stream().map(CertificateSummary::withoutSource).toList());
    return accounts;
  }
}
