package org.workherald.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.workherald.smtp.TestCa;

/** What is told about a server's chain, to whoever is to decide on it. */
class ChainReportTest {

  private static final String HOST = "mail.example.com";
  private static final TestCa ROOT = TestCa.create("Report Root");
  private static final TestCa SUB = ROOT.intermediate("Report Sub");
  private static final TestCa OTHER = TestCa.create("Other Root");

  private static ChainReport report(TestCa trusted, X509Certificate... sent) {
    ServerVerifier verifier = Trust.only(Clock.systemUTC(), trusted.certificate()).verifier(HOST);
    boolean accepted = true;
    try {
      verifier.checkServerTrusted(sent, "UNKNOWN");
    } catch (CertificateException e) {
      accepted = false;
    }
    ChainReport report = verifier.report().orElseThrow();
    assertThat(report.trusted()).isEqualTo(accepted);
    assertThat(report.presented()).containsExactly(sent);
    return report;
  }

  private static List<CertificateFault> faults(ChainReport report) {
    return report.findings().stream().map(Finding::fault).toList();
  }

  @Test
  void aTrustedChainHasNothingToTell() {
    X509Certificate leaf = SUB.leaf(HOST).certificate();
    ChainReport report = report(ROOT, leaf, SUB.certificate());

    assertThat(report.findings()).isEmpty();
    assertThat(report.built()).containsExactly(leaf, SUB.certificate(), ROOT.certificate());
    assertThat(report.complete()).isTrue();
    assertThat(report.hostnameMatches()).isTrue();
    assertThat(report.missingIssuer()).isNull();
    assertThat(report.suggested()).isNull();
  }

  @Test
  void theTopmostAuthoritySentIsSuggested() {
    X509Certificate leaf = SUB.leaf(HOST).certificate();
    ChainReport withRoot = report(OTHER, leaf, SUB.certificate(), ROOT.certificate());
    ChainReport without = report(OTHER, leaf, SUB.certificate());

    assertThat(faults(withRoot)).containsExactly(CertificateFault.UNTRUSTED_ISSUER);
    assertThat(withRoot.suggested()).isEqualTo(ROOT.certificate());
    assertThat(withRoot.missingIssuer()).contains("CN=Report Root");
    assertThat(withRoot.complete()).isTrue();
    assertThat(without.suggested()).isEqualTo(SUB.certificate());
    assertThat(without.missingIssuer()).contains("CN=Report Root");
    assertThat(without.complete()).isTrue();
    assertThat(without.suggestsPin()).isFalse();
  }

  @Test
  void whatIsSuggestedIsEnough() {
    X509Certificate leaf = SUB.leaf(HOST).certificate();
    assertThat(report(SUB, leaf, SUB.certificate()).trusted()).isTrue();
    assertThat(report(ROOT, leaf, SUB.certificate(), ROOT.certificate()).trusted()).isTrue();
  }

  @Test
  void aMissingIntermediateIsSaid() {
    X509Certificate leaf = SUB.leaf(HOST).certificate();
    ChainReport alone = report(ROOT, leaf);
    ChainReport gap = report(OTHER, leaf, ROOT.certificate());

    for (ChainReport report : List.of(alone, gap)) {
      assertThat(report.complete()).isFalse();
      assertThat(faults(report)).containsExactly(CertificateFault.UNTRUSTED_ISSUER);
      assertThat(report.findings().get(0).detail()).contains("chain is not complete");
      assertThat(report.missingIssuer()).contains("CN=Report Sub");
      assertThat(report.suggested()).isNull();
    }
  }

  @Test
  void everythingThatIsWrongIsTold() {
    X509Certificate leaf =
        SUB.request("other.example.com").keyType("RSA1024").expired().issue().certificate();
    ChainReport report = report(OTHER, leaf, SUB.certificate());

    assertThat(faults(report))
        .containsExactly(
            CertificateFault.EXPIRED,
            CertificateFault.WEAK_ALGORITHM,
            CertificateFault.UNTRUSTED_ISSUER,
            CertificateFault.HOSTNAME_MISMATCH);
    assertThat(report.hostnameMatches()).isFalse();
    assertThat(report.suggested()).isEqualTo(SUB.certificate());
  }

  @Test
  void aWrongHostNameAloneNeedsNobodyApproved() {
    X509Certificate leaf = ROOT.leaf("other.example.com").certificate();
    ChainReport report = report(ROOT, leaf);

    assertThat(faults(report)).containsExactly(CertificateFault.HOSTNAME_MISMATCH);
    assertThat(report.suggested()).isNull();
    assertThat(report.missingIssuer()).isNull();
  }

  @Test
  void aSelfSignedServerCanBePinned() {
    X509Certificate own = TestCa.selfSigned(HOST).certificate();
    ChainReport report = report(ROOT, own);

    assertThat(faults(report)).containsExactly(CertificateFault.SELF_SIGNED);
    assertThat(report.suggested()).isEqualTo(own);
    assertThat(report.suggestsPin()).isTrue();
    assertThat(report.missingIssuer()).isNull();
    assertThat(report.complete()).isTrue();
  }
}
