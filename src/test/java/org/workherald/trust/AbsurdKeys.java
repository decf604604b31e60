package org.workherald.trust;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Random;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DSAParameter;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/** Certificates with keys that nobody would make in earnest, their signatures made up. */
enum AbsurdKeys {
  /** Over the JDK's own bound. */
  RSA_100000 {
    @Override
    SubjectPublicKeyInfo key() throws IOException {
      return rsa(odd(100_000), BigInteger.valueOf(65_537));
    }
  },
  /** An exponent as long as the modulus makes verifying as slow as signing. */
  RSA_LONG_EXPONENT {
    @Override
    SubjectPublicKeyInfo key() throws IOException {
      return rsa(odd(16_000), odd(15_999));
    }
  },
  /** The JDK has no bound for these. */
  DSA_300000 {
    @Override
    SubjectPublicKeyInfo key() throws IOException {
      return dsa(odd(300_000), odd(256));
    }

    @Override
    AlgorithmIdentifier signature() {
      return DSA;
    }
  },
  DSA_LONG_ORDER {
    @Override
    SubjectPublicKeyInfo key() throws IOException {
      return dsa(odd(16_000), odd(15_000));
    }

    @Override
    AlgorithmIdentifier signature() {
      return DSA;
    }
  },
  /** Its parameters written out, with numbers of 8,000 bits. */
  EC_ODD_CURVE {
    @Override
    SubjectPublicKeyInfo key() throws IOException {
      byte[] point = new byte[2_001];
      point[0] = 4;
      DERSequence field =
          new DERSequence(
              new ASN1Encodable[] {X9ObjectIdentifiers.prime_field, new ASN1Integer(odd(8_000))});
      DERSequence curve =
          new DERSequence(
              new ASN1Encodable[] {
                new DEROctetString(new byte[1_000]), new DEROctetString(new byte[1_000])
              });
      DERSequence parameters =
          new DERSequence(
              new ASN1Encodable[] {
                new ASN1Integer(1),
                field,
                curve,
                new DEROctetString(point),
                new ASN1Integer(odd(7_999)),
                new ASN1Integer(1)
              });
      return new SubjectPublicKeyInfo(
          new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters), point);
    }
  };

  private static final AlgorithmIdentifier DSA =
      new AlgorithmIdentifier(new ASN1ObjectIdentifier("2.16.840.1.101.3.4.3.2"));
  private static final AlgorithmIdentifier RSA =
      new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);

  abstract SubjectPublicKeyInfo key() throws IOException;

  AlgorithmIdentifier signature() {
    return RSA;
  }

  byte[] certificate() throws IOException {
    return builder(key()).build(signer(signature())).getEncoded();
  }

  /** One that is far too large, for all the names in it. */
  static byte[] withNames(int count) throws IOException {
    X509v3CertificateBuilder builder = builder(rsa(odd(2_048), BigInteger.valueOf(65_537)));
    GeneralName[] names =
        IntStream.range(0, count)
            .mapToObj(i -> new GeneralName(GeneralName.dNSName, "host" + i + ".example.com"))
            .toArray(GeneralName[]::new);
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    return builder.build(signer(RSA)).getEncoded();
  }

  private static X509v3CertificateBuilder builder(SubjectPublicKeyInfo key) {
    Instant now = Instant.now();
    X500Name name = new X500Name("CN=Absurd");
    return new X509v3CertificateBuilder(
        name,
        BigInteger.ONE,
        Date.from(now.minus(Duration.ofDays(1))),
        Date.from(now.plus(Duration.ofDays(9))),
        name,
        key);
  }

  private static BigInteger odd(int bits) {
    return new BigInteger(bits, new Random(bits)).setBit(bits - 1).setBit(0);
  }

  private static SubjectPublicKeyInfo rsa(BigInteger modulus, BigInteger exponent)
      throws IOException {
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
        new RSAPublicKey(modulus, exponent));
  }

  private static SubjectPublicKeyInfo dsa(BigInteger p, BigInteger q) throws IOException {
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(
            X9ObjectIdentifiers.id_dsa, new DSAParameter(p, q, p.shiftRight(1))),
        new ASN1Integer(p.shiftRight(2)));
  }

  private static ContentSigner signer(AlgorithmIdentifier algorithm) {
    return new ContentSigner() {
      @Override
      public AlgorithmIdentifier getAlgorithmIdentifier() {
        return algorithm;
      }

      @Override
      public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
      }

      @Override
      public byte[] getSignature() {
        try {
          return new DERSequence(
                  new ASN1Integer[] {new ASN1Integer(odd(250)), new ASN1Integer(odd(251))})
              .getEncoded();
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }
}
