package org.workherald.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.BEROctetString;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.BERTaggedObject;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.smtp.TestCa;

/**
 * Files that were made to keep us busy, or to make Java's parsers fall over. The time limits are
 * guards against hanging for good: each of these would, or for minutes at least.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileFilesTest {

  private static final TestCa CA = TestCa.create("Root");
  private static final StorePassword PASSWORD =
      new StorePassword(CertificateFiles.SECRET, "the header X-Store-Password");
  private static final int MEBIBYTE = 1 << 20;

  private static void assertRefused(CertificateFormat format, byte[] content, String words) {
    assertThatThrownBy(() -> format.read(content, PASSWORD))
        .isInstanceOf(UnreadableCertificates.class)
        .hasMessageContaining(words);
  }

  private static byte[] repeat(int... bytes) {
    byte[] all = new byte[MEBIBYTE];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) bytes[i % bytes.length];
    }
    return all;
  }

  // ---- iterations

  private static ASN1Encodable keyDerivation(int iterations) {
    PBKDF2Params params = new PBKDF2Params(new byte[16], iterations);
    return new PBES2Parameters(
        new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, params),
        new EncryptionScheme(
            NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16])));
  }

  /** A content that is decrypted, in vain, when the store is opened. */
  private static ASN1Encodable encrypted(int iterations) {
    ASN1Encodable info =
        sequence(
            PKCSObjectIdentifiers.data,
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, keyDerivation(iterations)),
            new DERTaggedObject(false, 0, new DEROctetString(new byte[32])));
    return sequence(
        PKCSObjectIdentifiers.encryptedData,
        new DERTaggedObject(0, sequence(new ASN1Integer(0), info)));
  }

  private static DERSequence sequence(ASN1Encodable... values) {
    return new DERSequence(values);
  }

  private static byte[] pkcs12(ASN1Encodable content, ASN1Encodable... mac) throws IOException {
    ASN1EncodableVector values = new ASN1EncodableVector();
    values.add(new ASN1Integer(3));
    values.add(content);
    Arrays.stream(mac).forEach(values::add);
    return new DERSequence(values).getEncoded();
  }

  private static ASN1Encodable authSafe(ASN1Encodable... contents) throws IOException {
    return sequence(
        PKCSObjectIdentifiers.data,
        new DERTaggedObject(0, new DEROctetString(sequence(contents).getEncoded())));
  }

  @Test
  void manyKeyDerivationsAreCountedTogether() throws Exception {
    ASN1Encodable[] contents =
        Collections.nCopies(2_000, encrypted(5_000_000)).toArray(ASN1Encodable[]::new);
    assertRefused(CertificateFormat.PKCS12, pkcs12(authSafe(contents)), "iterations");
    contents = Collections.nCopies(201, encrypted(10_000)).toArray(ASN1Encodable[]::new);
    assertThat(ReadingCost.iterations(pkcs12(authSafe(contents)))).isEqualTo(2_010_000);
    assertRefused(CertificateFormat.PKCS12, pkcs12(authSafe(contents)), "2,000,000 iterations");
  }

  @Test
  void theMacCountsToo() throws Exception {
    ASN1Encodable digest =
        sequence(
            new AlgorithmIdentifier(new ASN1ObjectIdentifier("2.16.840.1.101.3.4.2.1")),
            new DEROctetString(new byte[32]));
    ASN1Encodable mac =
        sequence(digest, new DEROctetString(new byte[8]), new ASN1Integer(4_999_999));
    byte[] file = pkcs12(authSafe(), mac);
    assertThat(ReadingCost.iterations(file)).isEqualTo(4_999_999);
    assertRefused(CertificateFormat.PKCS12, file, "iterations");
  }

  /** BER may cut the content that the counts are in into pieces, of no stated length. */
  @Test
  void countsAreFoundInPiecesOfBer() throws Exception {
    byte[] contents = sequence(encrypted(3_000_000), encrypted(1_000_000)).getEncoded();
    DEROctetString[] pieces = new DEROctetString[contents.length];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = new DEROctetString(new byte[] {contents[i]});
    }
    ASN1Encodable authSafe =
        new BERSequence(
            new ASN1Encodable[] {
              PKCSObjectIdentifiers.data, new BERTaggedObject(0, new BEROctetString(pieces))
            });
    byte[] file =
        new BERSequence(new ASN1Encodable[] {new ASN1Integer(3), authSafe}).getEncoded("BER");
    assertThat(ReadingCost.iterations(file)).isEqualTo(4_000_000);
    assertRefused(CertificateFormat.PKCS12, file, "iterations");
  }

  /** Java does not look at the tag of what should be a [0]. */
  @Test
  void countsAreFoundUnderAnyTag() throws Exception {
    byte[] content = sequence(encrypted(5_000_000)).getEncoded();
    byte[] explicit = new DEROctetString(content).getEncoded();
    byte[] file =
        pkcs12(
            sequence(
                PKCSObjectIdentifiers.data, new DERTaggedObject(0, new DEROctetString(content))));
    for (int i = 0; i < file.length; i++) {
      if (file[i] == (byte) 0xA0 && Arrays.equals(file, i + 2, i + 4, explicit, 0, 2)) {
        file[i] = 0x0C;
      }
    }
    assertThat(ReadingCost.iterations(file)).isEqualTo(5_000_000);
    assertRefused(CertificateFormat.PKCS12, file, "iterations");
  }

  @Test
  void aCountBehindLeadingZerosIsACount() throws Exception {
    byte[] zeros = new byte[40];
    System.arraycopy(BigInteger.valueOf(5_000_000).toByteArray(), 0, zeros, 37, 3);
    byte[] pair = {4, 1, 0, 2, 40};
    byte[] all = Arrays.copyOf(pair, pair.length + zeros.length);
    System.arraycopy(zeros, 0, all, pair.length, zeros.length);
    assertThat(ReadingCost.iterations(all)).isEqualTo(5_000_000);
  }

  @Test
  void whatIsMadeInEarnestIsFarBelow() throws Exception {
    byte[] file = CertificateFiles.keyStore("PKCS12", CA);
    assertThat(ReadingCost.iterations(file)).isEqualTo(20_000); // as java.security has it
    assertThat(ReadingCost.iterations(CertificateFiles.keyStore("JKS", CA))).isZero();
    assertThat(ReadingCost.iterations(CA.certificate().getEncoded())).isZero();
  }

  // ---- nesting

  @ParameterizedTest
  @EnumSource(CertificateFormat.class)
  void deepNestingEndsAtOnce(CertificateFormat format) {
    ByteArrayOutputStream closed = new ByteArrayOutputStream();
    closed.writeBytes(Arrays.copyOf(repeat(0x30, 0x80), MEBIBYTE / 2));
    closed.writeBytes(new byte[MEBIBYTE / 2]);
    for (byte[] content :
        List.of(
            closed.toByteArray(),
            repeat(0x30, 0x80),
            repeat(0x24, 0x80),
            repeat(0x30, 0x84, 0x00, 0x0F, 0xFF, 0xF0),
            repeat(0x24, 0x84, 0x00, 0x0F, 0xFF, 0xF0),
            repeat(0xA0, 0x80),
            repeat(0x04, 0x84, 0x00, 0x0F, 0xFF, 0xF0))) {
      assertThatThrownBy(() -> format.read(content, PASSWORD))
          .isInstanceOf(UnreadableCertificates.class);
      String pem =
          "-----BEGIN PKCS7-----\n%s\n-----END PKCS7-----\n"
              .formatted(Base64.getEncoder().encodeToString(content));
      assertRefused(CertificateFormat.PEM, pem.getBytes(StandardCharsets.US_ASCII), "levels deep");
    }
  }

  @Test
  void manySmallValuesEndAtOnce() {
    for (byte[] body :
        List.of(repeat(0x30, 0), repeat(0x05, 0), repeat(0x24, 0), repeat(0x30, 0x80, 0, 0))) {
      byte[] content = Arrays.copyOf(body, body.length);
      System.arraycopy(
          new byte[] {0x30, (byte) 0x83, 0x0F, (byte) 0xFF, (byte) 0xFB}, 0, content, 0, 5);
      for (CertificateFormat format : CertificateFormat.values()) {
        assertThatThrownBy(() -> format.read(content, PASSWORD))
            .isInstanceOf(UnreadableCertificates.class);
      }
    }
  }

  // ---- too many, too long

  @Test
  void readingStopsAfterAThousand() throws Exception {
    String thousand = CA.pem().repeat(1_000);
    assertThat(CertificateFormat.PEM.read(thousand.getBytes(StandardCharsets.US_ASCII), PASSWORD))
        .hasSize(1_000);
    // What follows the 1,001st is not read any more.
    String more = thousand + CA.pem() + "-----BEGIN CERTIFICATE-----\nbroken";
    assertRefused(
        CertificateFormat.PEM, more.getBytes(StandardCharsets.US_ASCII), "more than 1,000");
    TestCa[] same = Collections.nCopies(1_001, CA).toArray(TestCa[]::new);
    assertRefused(CertificateFormat.PKCS7, CertificateFiles.pkcs7(same), "more than 1,000");
    assertRefused(CertificateFormat.JKS, CertificateFiles.keyStore("JKS", same), "more than 1,000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN CERTIFICATE-----\n",
        "-----BEGIN A",
        "-----BEGIN ",
        "-----BEGIN CERTIFICATE-----",
        "-----END CERTIFICATE-----",
        "-----BEGIN PRIVATE KE",
        "AAAA",
        "\n"
      })
  void pemWithoutEndEndsAtOnce(String piece) {
    String text = "-----BEGIN CERTIFICATE-----\n" + piece.repeat(MEBIBYTE / piece.length());
    assertThatThrownBy(
            () -> CertificateFormat.PEM.read(text.getBytes(StandardCharsets.US_ASCII), PASSWORD))
        .isInstanceOf(UnreadableCertificates.class);
  }

  // ---- keys out of all proportion

  @Test
  void hugeKeysAreNotComputedWith() throws Exception {
    for (AbsurdKeys kind : AbsurdKeys.values()) {
      byte[] der = kind.certificate();
      try {
        X509Certificate certificate = X509.certificate(der);
        assertThat(Weakness.ofKey(certificate)).as(kind.name()).isPresent();
        assertThat(Issuer.ofItself(certificate)).isFalse();
        assertThat(CertificateDetails.of(certificate, Instant.now())).isNotNull();
        assertThat(kind).isNotIn(AbsurdKeys.RSA_100000, AbsurdKeys.EC_ODD_CURVE);
      } catch (UnreadableCertificates e) {
        assertThat(e).as(kind.name()).hasMessageContaining("not an X.509 certificate");
      }
    }
  }

  /** Of a length that the JDK takes: each of its signatures would cost a second or so. */
  @Test
  void aLongExponentIsNotComputedWith() {
    BigInteger modulus = BigInteger.ONE.shiftLeft(3_071).setBit(0);
    PublicKey key = new Rsa(modulus, BigInteger.ONE.shiftLeft(3_070).setBit(0));
    assertThat(KeyLength.isAbsurd(key)).isTrue();
    assertThat(KeyLength.isAbsurd(new Rsa(modulus, BigInteger.valueOf(65_537)))).isFalse();
  }

  private record Rsa(BigInteger getModulus, BigInteger getPublicExponent) implements RSAPublicKey {
    @Override
    public String getAlgorithm() {
      return "RSA";
    }

    @Override
    public String getFormat() {
      return null;
    }

    @Override
    public byte[] getEncoded() {
      return null;
    }
  }

  @Test
  void aCertificateLargerThanAnyIsRefused() throws Exception {
    assertRefused(CertificateFormat.DER, AbsurdKeys.withNames(5_000), "more than 65,536 bytes");
  }

  // ---- garbage

  /** Whatever happens to a file: it is read, or refused with a reason. */
  @ParameterizedTest
  @EnumSource(CertificateFormat.class)
  void damagedFilesAreReadOrRefused(CertificateFormat format) throws Exception {
    byte[] sound = sound(format);
    assertThat(format.read(sound, PASSWORD)).isNotEmpty();
    Random random = new Random(42);
    int refused = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] damaged = sound.clone();
      for (int j = 0; j <= random.nextInt(4); j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      refused += readsOrRefuses(format, damaged) ? 0 : 1;
    }
    assertThat(refused).isPositive();
    for (int length = 0; length < sound.length; length += 1 + length / 200) {
      byte[] cut = Arrays.copyOf(sound, length);
      if (readsOrRefuses(format, cut)) {
        // A PKCS#12 that ends before its MAC, for example, would be one without.
        assertThat(format).isNotEqualTo(CertificateFormat.DER);
      }
    }
  }

  /** With nothing encrypted and nothing to verify it by, each byte of it is open to damage. */
  @Test
  void ofADamagedPkcs12AllCertificatesAreReadOrNone() throws Exception {
    byte[] sound = CertificateFiles.plainPkcs12(CA, TestCa.create("Other"));
    assertThat(CertificateFormat.PKCS12.read(sound, PASSWORD)).hasSize(2);
    int refused = 0;
    for (int i = 0; i < sound.length; i++) {
      for (int flipped : new int[] {0x01, 0x02, 0x04, 0x07, 0x20, 0x80, 0xFF}) {
        byte[] damaged = sound.clone();
        damaged[i] ^= (byte) flipped;
        if (readsOrRefuses(CertificateFormat.PKCS12, damaged)) {
          assertThat(CertificateFormat.PKCS12.read(damaged, PASSWORD)).hasSize(2);
        } else {
          refused++;
        }
      }
    }
    assertThat(refused).isPositive();
  }

  private static boolean readsOrRefuses(CertificateFormat format, byte[] content) {
    try {
      FileSignature.of(content);
      Instant now = Instant.now();
      List<NamedCertificate> read = format.read(content, PASSWORD);
      Sorting sorting = new Sorting(read, new Admission.Terms(null, false, false), List.of(), now);
      read.forEach(each -> CertificateDetails.of(each.certificate(), now));
      return sorting.added().size() + sorting.refused().size() + sorting.skipped().size() > 0;
    } catch (UnreadableCertificates e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain(CertificateFiles.SECRET);
      return false;
    }
  }

  private static byte[] sound(CertificateFormat format) throws Exception {
    return switch (format) {
      case PEM -> CA.pem().getBytes(StandardCharsets.US_ASCII);
      case DER -> CA.leaf("localhost", "192.0.2.1").certificate().getEncoded();
      case PKCS7 -> CertificateFiles.pkcs7(CA, TestCa.create("Other"));
      case PKCS12 -> CertificateFiles.quickPkcs12(CA);
      case JKS -> CertificateFiles.keyStore("JKS", CA);
    };
  }
}
