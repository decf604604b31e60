package org.workherald.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** Certificates that no sound authority would issue. */
class OddCertificatesTest {

  private static final String HOST = "mail.example.com";
  private static final String URL = "http://pki.example.com/sub.crt";

  private static KeyPair rsa(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static X509Certificate certificate(
      String subject, KeyPair keys, String issuer, KeyPair signer, String algorithm, boolean ca)
      throws Exception {
    Instant now = Clock.systemUTC().instant();
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=" + issuer),
            BigInteger.valueOf(System.nanoTime()),
            Date.from(now.minus(Duration.ofDays(1))),
            Date.from(now.plus(Duration.ofDays(9))),
            new X500Name("CN=" + subject),
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
    if (!ca) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, HOST)));
      builder.addExtension(
          Extension.authorityInfoAccess,
          false,
          new AuthorityInformationAccess(
              new AccessDescription[] {
                new AccessDescription(
                    AccessDescription.id_ad_ocsp,
                    new GeneralName(
                        GeneralName.uniformResourceIdentifier, "http://ocsp.example.com")),
                new AccessDescription(
                    AccessDescription.id_ad_caIssuers,
                    new GeneralName(GeneralName.uniformResourceIdentifier, URL))
              }));
    }
    var content = new JcaContentSignerBuilder(algorithm).setProvider(new BouncyCastleProvider());
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(content.build(signer.getPrivate())));
  }

  private static Optional<CertificateRefused> verify(
      X509Certificate root, X509Certificate... sent) {
    ServerVerifier verifier = Trust.only(Clock.systemUTC(), root).verifier(HOST);
    try {
      verifier.checkServerTrusted(sent, "UNKNOWN");
    } catch (CertificateException e) {
      assertThat(verifier.refused()).containsSame((CertificateRefused) e);
    }
    return verifier.refused();
  }

  @Test
  void printsWhereTheIssuerCanBeHad() throws Exception {
    KeyPair keys = rsa(2048);
    KeyPair sub = rsa(2048);
    X509Certificate root = certificate("Root", keys, "Root", keys, "SHA256withRSA", true);
    X509Certificate leaf = certificate("leaf", keys, "Sub", sub, "SHA256withRSA", false);
    CertificateRefused refused = verify(root, leaf).orElseThrow();
    assertThat(refused.fault()).isEqualTo(CertificateFault.UNTRUSTED_ISSUER);
    assertThat(refused).hasMessageContaining("CN=Sub").hasMessageContaining(URL + " (not fetched)");
  }

  @Test
  void refusesAnAuthorityWithAShortKey() throws Exception {
    KeyPair small = rsa(1024);
    X509Certificate root = certificate("Root", small, "Root", small, "SHA256withRSA", true);
    X509Certificate leaf = certificate("leaf", rsa(2048), "Root", small, "SHA256withRSA", false);
    CertificateRefused refused = verify(root, leaf).orElseThrow();
    assertThat(refused.fault()).isEqualTo(CertificateFault.WEAK_ALGORITHM);
    assertThat(refused).hasMessageContaining("CN=Root").hasMessageContaining("1024 bits");
  }

  @Test
  void aRootsSignatureOnItselfDoesNotMatter() throws Exception {
    KeyPair keys = rsa(2048);
    X509Certificate root = certificate("Root", keys, "Root", keys, "SHA1withRSA", true);
    X509Certificate leaf = certificate("leaf", rsa(2048), "Root", keys, "SHA256withRSA", false);
    assertThat(verify(root, leaf)).isEmpty();
    assertThat(verify(root, leaf, root)).isEmpty();
  }

  @Test
  void refusesAWeakSignatureAnywhereOnThePath() throws Exception {
    KeyPair keys = rsa(2048);
    KeyPair sub = rsa(2048);
    X509Certificate root = certificate("Root", keys, "Root", keys, "SHA256withRSA", true);
    for (String weak : new String[] {"SHA1withRSA", "MD5withRSA", "SHA1withRSAandMGF1"}) {
      X509Certificate between = certificate("Sub", sub, "Root", keys, weak, true);
      X509Certificate leaf = certificate("leaf", rsa(2048), "Sub", sub, "SHA256withRSA", false);
      CertificateRefused refused = verify(root, leaf, between).orElseThrow();
      assertThat(refused.fault()).as(weak).isEqualTo(CertificateFault.WEAK_ALGORITHM);
      assertThat(refused).hasMessageContaining("CN=Sub");
    }
    X509Certificate sound = certificate("Sub", sub, "Root", keys, "SHA256withRSAandMGF1", true);
    X509Certificate leaf = certificate("leaf", rsa(2048), "Sub", sub, "SHA256withRSA", false);
    assertThat(verify(root, leaf, sound)).isEmpty();
  }

  @Test
  void aHostileNameCannotBreakTheLine() throws Exception {
    KeyPair keys = rsa(2048);
    X509Certificate root = certificate("Root", keys, "Root", keys, "SHA256withRSA", true);
    X509Certificate leaf =
        certificate("leaf", keys, "Evil\\0D\\0AInjected: yes", rsa(2048), "SHA256withRSA", false);
    assertThat(verify(root, leaf).orElseThrow().getMessage())
        .contains("Injected")
        .doesNotContainPattern("[\\r\\n]");
  }
}
