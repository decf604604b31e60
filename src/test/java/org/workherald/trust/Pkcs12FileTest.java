package org.workherald.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.workherald.trust.CertificateFiles.SECRET;
import static org.workherald.trust.Pkcs12Bags.attribute;
import static org.workherald.trust.Pkcs12Bags.bag;
import static org.workherald.trust.Pkcs12Bags.file;
import static org.workherald.trust.Pkcs12Bags.name;
import static org.workherald.trust.Pkcs12Bags.pfx;
import static org.workherald.trust.Pkcs12Bags.trusted;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.smtp.TestCa;
import org.workherald.trust.Pkcs12Bags.Wrapping;

/** What Java itself does not find in a PKCS#12, and what must not be in one. */
class Pkcs12FileTest {

  private static final TestCa ONE = TestCa.create("One");
  private static final TestCa TWO = TestCa.create("Two");
  private static final TestCa THREE = TestCa.create("Three");

  private static List<NamedCertificate> read(byte[] file, String password)
      throws UnreadableCertificates {
    return CertificateFormat.PKCS12.read(file, new StorePassword(password, "the header"));
  }

  private static void assertReads(byte[] file, Tuple... namesAndCertificates)
      throws UnreadableCertificates {
    assertThat(read(file, SECRET))
        .extracting(NamedCertificate::alias, NamedCertificate::certificate)
        .containsExactly(namesAndCertificates);
  }

  private static void assertRefused(byte[] file, String words) {
    assertThatThrownBy(() -> read(file, SECRET))
        .isInstanceOf(UnreadableCertificates.class)
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @EnumSource
  void findsCertificatesWhateverTheirAttributes(Wrapping wrapping) throws Exception {
    byte[] file =
        file(wrapping, bag(ONE), bag(TWO, name("two")), bag(THREE, trusted(), name("Drei € 三")));
    assertReads(
        file,
        tuple(null, ONE.certificate()),
        tuple("two", TWO.certificate()),
        tuple("Drei € 三", THREE.certificate()));
  }

  @ParameterizedTest
  @EnumSource
  void findsAllCertificatesOfOneName(Wrapping wrapping) throws Exception {
    byte[] file =
        file(
            wrapping,
            bag(ONE, name("ca"), trusted()),
            bag(TWO, name("ca"), trusted()),
            bag(THREE, name("CA")));
    assertReads(
        file,
        tuple("ca", ONE.certificate()),
        tuple("ca", TWO.certificate()),
        tuple("CA", THREE.certificate()));
  }

  @ParameterizedTest
  @EnumSource
  void readsBerOfIndefiniteLengths(Wrapping wrapping) throws Exception {
    PKCS12PfxPdu pfx = pfx(wrapping, SECRET, bag(ONE), bag(TWO, name("two")));
    byte[] ber = pfx.getEncoded("BER");
    assertThat(ber[1]).isEqualTo((byte) 0x80);
    assertReads(ber, tuple(null, ONE.certificate()), tuple("two", TWO.certificate()));
  }

  @Test
  void passesOverRevocations() throws Exception {
    ASN1Encodable revocations =
        new DERSequence(
            new ASN1Encodable[] {
              PKCSObjectIdentifiers.x509Crl, new DERTaggedObject(0, new DEROctetString(new byte[9]))
            });
    assertReads(
        file(Wrapping.AES_256, bag(PKCSObjectIdentifiers.crlBag, revocations), bag(ONE)),
        tuple(null, ONE.certificate()));
  }

  @Test
  void findsBagsInBags() throws Exception {
    ASN1Encodable inner =
        new DERSequence(
            new ASN1Encodable[] {bag(ONE).toASN1Structure(), bag(TWO).toASN1Structure()});
    byte[] file = file(Wrapping.AES_256, bag(PKCSObjectIdentifiers.safeContentsBag, inner));
    assertReads(file, tuple(null, ONE.certificate()), tuple(null, TWO.certificate()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PBEWithSHA1AndRC2_40",
        "PBEWithSHA1AndRC2_128",
        "PBEWithSHA1AndDESede",
        "PBEWithHmacSHA1AndAES_128",
        "PBEWithHmacSHA256AndAES_256",
        "PBEWithHmacSHA512AndAES_256",
        "NONE"
      })
  void readsWhatJavaMakes(String algorithm) throws Exception {
    System.setProperty("keystore.pkcs12.certProtectionAlgorithm", algorithm);
    try {
      Map<String, X509Certificate> entries = new LinkedHashMap<>();
      entries.put("one", ONE.certificate());
      entries.put("two", TWO.certificate());
      assertThat(read(CertificateFiles.keyStore("PKCS12", SECRET, entries), SECRET))
          .extracting(NamedCertificate::alias, NamedCertificate::certificate)
          .containsExactlyInAnyOrder(
              tuple("one", ONE.certificate()), tuple("two", TWO.certificate()));
    } finally {
      System.clearProperty("keystore.pkcs12.certProtectionAlgorithm");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "RC2_40", "TRIPLE_DES"}) // the others openssl makes
  void readsWhatHasAnEmptyPassword(Wrapping wrapping) throws Exception {
    byte[] file = pfx(wrapping, "", bag(ONE), bag(TWO)).getEncoded();
    assertThat(read(file, "")).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void saysThatThePasswordIsMissingOrWrong(Wrapping wrapping) throws Exception {
    byte[] file = file(wrapping, bag(ONE));
    assertThatThrownBy(() -> read(file, "")).hasMessageContaining("none is given");
    // Some of many wrong ones decrypt to something with padding that looks right.
    for (int i = 0; i < 300; i++) {
      String wrong = "wrong" + i;
      assertThatThrownBy(() -> read(file, wrong)).hasMessageContaining("is not the one");
    }
  }

  @ParameterizedTest
  @CsvSource({"PLAIN,1", "PLAIN,2", "AES_256,1", "AES_256,2", "RC2_40,2"})
  void refusesKeysThatJavaOverlooks(Wrapping wrapping, int keys) throws Exception {
    // Without an identifier, more than one key is passed over.
    PrivateKeyInfo key = PrivateKeyInfo.getInstance(ONE.leaf("localhost").key().getEncoded());
    PKCS12SafeBag[] bags = Collections.nCopies(keys + 1, bag(ONE)).toArray(PKCS12SafeBag[]::new);
    for (ASN1ObjectIdentifier kind :
        List.of(
            PKCSObjectIdentifiers.keyBag,
            PKCSObjectIdentifiers.pkcs8ShroudedKeyBag,
            PKCSObjectIdentifiers.secretBag)) {
      for (int i = 1; i <= keys; i++) {
        bags[i] = bag(kind, key);
      }
      assertRefused(file(wrapping, bags), "private key");
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesMoreThanAThousandBags(Wrapping wrapping) throws Exception {
    PKCS12SafeBag[] bags = Collections.nCopies(1_001, bag(ONE)).toArray(PKCS12SafeBag[]::new);
    assertRefused(file(wrapping, bags), "more than 1,000");
    PKCS12SafeBag[] fewer = Collections.nCopies(1_000, bag(ONE)).toArray(PKCS12SafeBag[]::new);
    assertThat(read(file(wrapping, fewer), SECRET)).hasSize(1_000);
  }

  @Test
  void refusesWhatItCannotAccountFor() throws Exception {
    ASN1Encodable sdsi =
        new DERSequence(
            new ASN1Encodable[] {
              PKCSObjectIdentifiers.sdsiCertificate, new DERTaggedObject(0, new DERBMPString("x"))
            });
    assertRefused(
        file(Wrapping.PLAIN, bag(ONE), bag(new ASN1ObjectIdentifier("1.2.3"), sdsi)),
        "of a kind that is not known");
    for (ASN1ObjectIdentifier kind :
        List.of(PKCSObjectIdentifiers.certBag, PKCSObjectIdentifiers.crlBag)) {
      assertRefused(file(Wrapping.PLAIN, bag(ONE), bag(kind, sdsi)), "of a kind that is not known");
    }
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    for (int i = 0; i < 101; i++) {
      attributes.add(attribute(new ASN1ObjectIdentifier("1.2." + i), new DERBMPString("x")));
    }
    ASN1Encodable[] many = new DERSet(attributes).toArray();
    assertRefused(file(Wrapping.AES_256, bag(ONE, many)), "intricate");
    byte[] longer = file(Wrapping.PLAIN, bag(ONE));
    assertRefused(Arrays.copyOf(longer, longer.length + 1), "after its end");
  }

  @Test
  void whatHoldsNoCertificateIsAnError() throws Exception {
    assertRefused(CertificateFiles.keyStore("PKCS12"), "holds 0 certificates");
    assertRefused(file(Wrapping.PLAIN), "holds 0 certificates");
  }

  @Test
  void whatWasChangedIsRefused() throws Exception {
    byte[] file = file(Wrapping.PLAIN, bag(ONE, name("abc")));
    int at = new String(file, StandardCharsets.ISO_8859_1).indexOf("\0a\0b\0c");
    file[at + 1]++;
    assertRefused(file, "is not the one it was made with");
  }
}
