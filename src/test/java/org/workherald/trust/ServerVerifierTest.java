package org.workherald.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workherald.smtp.TestCa;

class ServerVerifierTest {

  private static final String HOST = "mail.example.com";
  private static final Clock CLOCK = Clock.systemUTC();
  private static final TestCa CA = TestCa.create("Private Root");

  private static ServerVerifier verifier(String host, X509Certificate... trusted) {
    return Trust.only(CLOCK, trusted).verifier(host);
  }

  private static void accept(ServerVerifier verifier, TestCa.Leaf leaf) {
    X509Certificate[] chain = leaf.chain().toArray(new X509Certificate[0]);
    assertThatCode(() -> verifier.checkServerTrusted(chain, "UNKNOWN")).doesNotThrowAnyException();
    assertThat(verifier.refused()).isEmpty();
    assertThat(verifier.presented()).isEqualTo(leaf.chain());
  }

  private static CertificateRefused refuse(ServerVerifier verifier, TestCa.Leaf leaf) {
    return refuse(verifier, leaf.chain());
  }

  private static CertificateRefused refuse(ServerVerifier verifier, List<X509Certificate> sent) {
    X509Certificate[] chain = sent.toArray(new X509Certificate[0]);
    CertificateRefused refused =
        catchThrowableOfType(
            CertificateRefused.class, () -> verifier.checkServerTrusted(chain, "UNKNOWN"));
    assertThat(refused).isNotNull();
    assertThat(verifier.refused()).containsSame(refused);
    assertThat(verifier.presented()).isEqualTo(sent);
    return refused;
  }

  @Test
  void acceptsAServerOfATrustedAuthority() {
    accept(verifier(HOST, CA.certificate()), CA.leaf(HOST));
    accept(verifier(HOST, CA.certificate()), CA.intermediate("Sub").leaf(HOST));
    accept(verifier(HOST, CA.certificate()), CA.request(HOST).usage(null).issue());
    accept(verifier(HOST, CA.certificate()), CA.request(HOST).keyType("RSA").issue());
  }

  @Test
  void acceptsWhatLeadsToATrustedIntermediateThoughItsRootIsUnknown() {
    TestCa sub = CA.intermediate("Sub");
    accept(verifier(HOST, sub.certificate()), sub.leaf(HOST));
  }

  @Test
  void namesTheIssuerThatIsMissing() {
    CertificateRefused refused =
        refuse(verifier(HOST, TestCa.create("Other").certificate()), CA.leaf(HOST));
    assertThat(refused.fault()).isEqualTo(CertificateFault.UNTRUSTED_ISSUER);
    assertThat(refused)
        .hasMessageContaining("'O=Workherald Test,CN=Private Root'")
        .hasMessageContaining("sent 1 certificate,");
  }

  @Test
  void namesTheMissingIssuerOfAnIncompleteChain() {
    TestCa.Leaf leaf = CA.intermediate("Sub").request(HOST).withoutIntermediates().issue();
    CertificateRefused refused = refuse(verifier(HOST, CA.certificate()), leaf);
    assertThat(refused.fault()).isEqualTo(CertificateFault.UNTRUSTED_ISSUER);
    assertThat(refused).hasMessageContaining("'O=Workherald Test,CN=Sub'");
  }

  @Test
  void saysWhenTheUntrustedRootWasSent() {
    TestCa.Leaf leaf = CA.leaf(HOST);
    CertificateRefused refused =
        refuse(
            verifier(HOST, TestCa.create("Other").certificate()),
            List.of(leaf.certificate(), CA.certificate()));
    assertThat(refused.fault()).isEqualTo(CertificateFault.UNTRUSTED_ISSUER);
    assertThat(refused)
        .hasMessageContaining("CN=Private Root")
        .hasMessageContaining("2 certificates, that authority's own among them");
  }

  @Test
  void tellsAnImpostorOfATrustedName() {
    TestCa impostor = TestCa.create("Private Root");
    CertificateRefused refused = refuse(verifier(HOST, CA.certificate()), impostor.leaf(HOST));
    assertThat(refused.fault()).isEqualTo(CertificateFault.UNTRUSTED_ISSUER);
    assertThat(refused).hasMessageContaining("has another key");
  }

  @Test
  void trustingNobodyIsTrustingNobody() {
    assertThat(refuse(verifier(HOST), CA.leaf(HOST)).fault())
        .isEqualTo(CertificateFault.UNTRUSTED_ISSUER);
  }

  @Test
  void refusesWhatSignedItself() {
    TestCa.Leaf self = TestCa.selfSigned(HOST);
    CertificateRefused refused = refuse(verifier(HOST, CA.certificate()), self);
    assertThat(refused.fault()).isEqualTo(CertificateFault.SELF_SIGNED);
    assertThat(refused).hasMessageContaining(Fingerprint.of(self.certificate()));
  }

  @Test
  void refusesByDate() {
    TestCa.Leaf old = CA.request(HOST).expired().issue();
    assertThat(refuse(verifier(HOST, CA.certificate()), old).fault())
        .isEqualTo(CertificateFault.EXPIRED);
    TestCa.Leaf early = CA.request(HOST).notYetValid().issue();
    assertThat(refuse(verifier(HOST, CA.certificate()), early).fault())
        .isEqualTo(CertificateFault.NOT_YET_VALID);
  }

  @Test
  void namesItsOwnTimeWhenDatesDoNotFit() {
    Instant wrong = Instant.parse("2016-01-01T00:00:00.5Z");
    Clock reset = Clock.fixed(wrong, ZoneOffset.UTC);
    ServerVerifier verifier = Trust.only(reset, CA.certificate()).verifier(HOST);
    CertificateRefused early = refuse(verifier, CA.leaf(HOST));
    assertThat(early.fault()).isEqualTo(CertificateFault.NOT_YET_VALID);
    assertThat(early)
        .hasMessageContaining(
            "this machine's clock says 2016-01-01T00:00:00Z: set it if that is wrong");
    CertificateRefused old =
        refuse(verifier(HOST, CA.certificate()), CA.request(HOST).expired().issue());
    assertThat(old).hasMessageContaining("this machine's clock says 20");
  }

  @Test
  void verifiesOneHandshakeOnly() {
    ServerVerifier verifier = verifier(HOST, CA.certificate());
    TestCa.Leaf first = CA.leaf(HOST);
    accept(verifier, first);
    for (TestCa.Leaf again : List.of(first, CA.leaf(HOST))) {
      X509Certificate[] chain = again.chain().toArray(new X509Certificate[0]);
      CertificateRefused refused =
          catchThrowableOfType(
              CertificateRefused.class, () -> verifier.checkServerTrusted(chain, "UNKNOWN"));
      assertThat(refused).hasMessageContaining("again within one connection");
      assertThat(verifier.presented()).isEqualTo(first.chain());
    }
  }

  @Test
  void refusesAnAuthorityThatHasExpired() {
    Instant now = CLOCK.instant();
    TestCa old =
        TestCa.create("Old", now.minus(Duration.ofDays(900)), now.minus(Duration.ofDays(1)));
    CertificateRefused refused = refuse(verifier(HOST, old.certificate()), old.leaf(HOST));
    assertThat(refused.fault()).isEqualTo(CertificateFault.EXPIRED);
    assertThat(refused).hasMessageContaining("trusted certificate 'O=Workherald Test,CN=Old'");
  }

  @Test
  void goesByTheClockItWasGiven() {
    Clock nextYear = Clock.fixed(CLOCK.instant().plus(Duration.ofDays(100)), ZoneOffset.UTC);
    ServerVerifier later = Trust.only(nextYear, CA.certificate()).verifier(HOST);
    assertThat(refuse(later, CA.leaf(HOST)).fault()).isEqualTo(CertificateFault.EXPIRED);
  }

  @Test
  void refusesWeakSignaturesAndKeysUnderAPrivateRoot() {
    TestCa.Leaf forgeable = CA.request(HOST).digest("SHA1").issue();
    CertificateRefused sha1 = refuse(verifier(HOST, CA.certificate()), forgeable);
    assertThat(sha1.fault()).isEqualTo(CertificateFault.WEAK_ALGORITHM);
    assertThat(sha1).hasMessageContaining("SHA1withECDSA");
    TestCa.Leaf guessable = CA.request(HOST).keyType("RSA1024").issue();
    CertificateRefused small = refuse(verifier(HOST, CA.certificate()), guessable);
    assertThat(small.fault()).isEqualTo(CertificateFault.WEAK_ALGORITHM);
    assertThat(small).hasMessageContaining("1024 bits");
  }

  @Test
  void refusesCertificatesThatAreNotForServers() {
    CertificateRefused refused =
        refuse(
            verifier(HOST, CA.certificate()),
            CA.request(HOST).usage(KeyPurposeId.id_kp_clientAuth).issue());
    assertThat(refused.fault()).isEqualTo(CertificateFault.OTHER);
    assertThat(refused).hasMessageContaining("serverAuth");
  }

  @Test
  void refusesServersThatSignOthers() {
    TestCa.Leaf innocent = CA.leaf("innocent.example.com");
    List<X509Certificate> chain =
        List.of(TestCa.signedBy(innocent, HOST).certificate(), innocent.certificate());
    assertThat(refuse(verifier(HOST, CA.certificate()), chain).fault())
        .isEqualTo(CertificateFault.OTHER);
  }

  @Test
  void takesAPinnedCertificateAsItself() {
    TestCa.Leaf pinned = TestCa.selfSigned(HOST);
    accept(verifier(HOST, pinned.certificate()), pinned);
    TestCa.Leaf leaf = CA.leaf(HOST);
    accept(verifier(HOST, leaf.certificate()), leaf);
    assertThat(refuse(verifier(HOST, leaf.certificate()), CA.leaf(HOST)).fault())
        .isEqualTo(CertificateFault.UNTRUSTED_ISSUER);
  }

  @Test
  void stillChecksHostDatesAndUsageOfAPinnedCertificate() {
    TestCa.Leaf other = TestCa.selfSigned("other.example.com");
    assertThat(refuse(verifier(HOST, other.certificate()), other).fault())
        .isEqualTo(CertificateFault.HOSTNAME_MISMATCH);
    TestCa.Leaf old = CA.request(HOST).expired().issue();
    assertThat(refuse(verifier(HOST, old.certificate()), old).fault())
        .isEqualTo(CertificateFault.EXPIRED);
    TestCa.Leaf client = CA.request(HOST).usage(KeyPurposeId.id_kp_clientAuth).issue();
    assertThat(refuse(verifier(HOST, client.certificate()), client).fault())
        .isEqualTo(CertificateFault.OTHER);
  }

  @Test
  void aPinnedCertificateVouchesForNobodyElse() {
    TestCa.Leaf pinned = CA.leaf(HOST);
    List<X509Certificate> chain =
        List.of(TestCa.signedBy(pinned, HOST).certificate(), pinned.certificate());
    assertThat(refuse(verifier(HOST, pinned.certificate()), chain).fault())
        .isEqualTo(CertificateFault.UNTRUSTED_ISSUER);
  }

  @ParameterizedTest
  @CsvSource({
    "mail.example.com, mail.example.com",
    "MAIL.Example.COM, mail.example.com",
    "mail.example.com., mail.example.com",
    "mail.example.com, *.example.com",
    "bücher.example, xn--bcher-kva.example",
    "mail.bücher.example, *.xn--bcher-kva.example",
    "127.0.0.1, 127.0.0.1",
    "::1, ::1",
    "[::1], 0:0:0:0:0:0:0:1",
  })
  void acceptsTheNameThatIsConfigured(String host, String inCertificate) {
    accept(verifier(host, CA.certificate()), CA.leaf(inCertificate));
  }

  @ParameterizedTest
  @CsvSource({
    "mail.example.com, www.example.com",
    "mail.example.com, example.com",
    "a.mail.example.com, *.example.com",
    "example.com, *.example.com",
    "mail.example.com, m*.example.com",
    "mail.example.com, mail.*.com",
    "mail.example.com, *",
    "mail.example.com, *.*.com",
    ".example.com, *.example.com",
    "127.0.0.1, *.0.0.1",
    "127.0.0.1, 127.0.0.2",
    "::1, ::2",
  })
  void refusesAnyOtherName(String host, String inCertificate) {
    CertificateRefused refused =
        refuse(verifier(host, CA.certificate()), CA.leaf(inCertificate, "also.example.com"));
    assertThat(refused.fault()).isEqualTo(CertificateFault.HOSTNAME_MISMATCH);
    assertThat(refused).hasMessageContaining(host.replaceAll("[\\[\\]]", ""));
    assertThat(refused).hasMessageContaining("also.example.com");
  }

  @Test
  void aCommonNameCountsForNothing() {
    CertificateRefused refused =
        refuse(verifier(HOST, CA.certificate()), CA.request().commonName(HOST).issue());
    assertThat(refused.fault()).isEqualTo(CertificateFault.HOSTNAME_MISMATCH);
    assertThat(refused).hasMessageContaining("common name does not count");
  }

  @Test
  void anAddressAsDnsNameIsNoAddress() {
    assertThat(refuse(verifier("10.0.0.1", CA.certificate()), CA.leaf("mail.example.com")).fault())
        .isEqualTo(CertificateFault.HOSTNAME_MISMATCH);
  }
}
