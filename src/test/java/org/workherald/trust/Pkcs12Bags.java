package org.workherald.trust;

import static org.workherald.trust.CertificateFiles.SECRET;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.engines.RC2Engine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.bc.BcPKCS12PBEOutputEncryptorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.workherald.smtp.TestCa;

/** PKCS#12 files with bags of any kind, as no tool at hand would make them. */
final class Pkcs12Bags {

  private static final ASN1ObjectIdentifier TRUSTED =
      new ASN1ObjectIdentifier("2.16.840.1.113894.746875.1.1");

  private Pkcs12Bags() {}

  /** In what the certificates are wrapped. */
  enum Wrapping {
    PLAIN,
    RC2_40,
    TRIPLE_DES,
    AES_256;

    OutputEncryptor encryptor(String password) throws Exception {
      return switch (this) {
        case PLAIN -> null;
        case RC2_40 ->
            new BcPKCS12PBEOutputEncryptorBuilder(
                    PKCSObjectIdentifiers.pbeWithSHAAnd40BitRC2_CBC,
                    CBCBlockCipher.newInstance(new RC2Engine()))
                .build(password.toCharArray());
        case TRIPLE_DES ->
            new BcPKCS12PBEOutputEncryptorBuilder(
                    PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC,
                    CBCBlockCipher.newInstance(new DESedeEngine()))
                .build(password.toCharArray());
        case AES_256 ->
            new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                .setProvider(new BouncyCastleProvider())
                .build(password.toCharArray());
      };
    }
  }

  static PKCS12SafeBag bag(TestCa ca, ASN1Encodable... attributes) throws Exception {
    ASN1Encodable value =
        new DERSequence(
            new ASN1Encodable[] {
              PKCSObjectIdentifiers.x509Certificate,
              new DERTaggedObject(0, new DEROctetString(ca.certificate().getEncoded()))
            });
    return bag(PKCSObjectIdentifiers.certBag, value, attributes);
  }

  static PKCS12SafeBag bag(
      ASN1ObjectIdentifier kind, ASN1Encodable value, ASN1Encodable... attributes) {
    DERSet set = attributes.length == 0 ? null : new DERSet(attributes);
    return new PKCS12SafeBag(new SafeBag(kind, value, set));
  }

  static ASN1Encodable attribute(ASN1ObjectIdentifier id, ASN1Encodable value) {
    return new DERSequence(new ASN1Encodable[] {id, new DERSet(value)});
  }

  static ASN1Encodable name(String name) {
    return attribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString(name));
  }

  static ASN1Encodable trusted() {
    return attribute(TRUSTED, new ASN1ObjectIdentifier("2.5.29.37.0"));
  }

  static PKCS12PfxPdu pfx(Wrapping wrapping, String password, PKCS12SafeBag... bags)
      throws Exception {
    PKCS12PfxPduBuilder builder = new PKCS12PfxPduBuilder();
    if (wrapping == Wrapping.PLAIN) {
      for (PKCS12SafeBag bag : bags) {
        builder.addData(bag);
      }
    } else {
      builder.addEncryptedData(wrapping.encryptor(password), bags);
    }
    return builder.build(new BcPKCS12MacCalculatorBuilder(), password.toCharArray());
  }

  static byte[] file(Wrapping wrapping, PKCS12SafeBag... bags) throws Exception {
    return pfx(wrapping, SECRET, bags).getEncoded();
  }
}
