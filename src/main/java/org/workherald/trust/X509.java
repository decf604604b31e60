package org.workherald.trust;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates as bytes (RFC 5280 §4.1), one by one or in a PKCS#7 (RFC 5652 §5). */
final class X509 {

  /** A certificate with a thousand names has some 30 KiB, a post-quantum one less. */
  private static final int LARGEST = 64 << 10;

  private X509() {}

  static X509Certificate certificate(byte[] der) throws UnreadableCertificates {
    ReadingCost.refuseExcessive(der);
    try {
      X509Certificate certificate =
          (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(der));
      if (certificate.getEncoded().length != der.length) {
        throw new UnreadableCertificates("there is something after the certificate's end");
      }
      return certificate;
    } catch (CertificateException | RuntimeException | StackOverflowError e) {
      throw new UnreadableCertificates("this is not an X.509 certificate" + BerHead.cut(der), e);
    }
  }

  /** Those in a PKCS#7 of type signed data, which need not sign anything. */
  static List<X509Certificate> certificates(byte[] pkcs7) throws UnreadableCertificates {
    ReadingCost.refuseExcessive(pkcs7);
    try {
      return factory().generateCertificates(new ByteArrayInputStream(pkcs7)).stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException | RuntimeException | StackOverflowError e) {
      throw new UnreadableCertificates(
          "this is not a PKCS#7 with certificates" + BerHead.cut(pkcs7), e);
    }
  }

  static void refuseTooLarge(X509Certificate certificate) throws UnreadableCertificates {
    try {
      if (certificate.getEncoded().length > LARGEST) {
        throw new UnreadableCertificates(
            "there is a certificate in it of more than %,d bytes".formatted(LARGEST));
      }
    } catch (CertificateEncodingException e) {
      throw new UnreadableCertificates("there is a certificate in it that cannot be kept", e);
    }
  }

  private static CertificateFactory factory() throws CertificateException {
    return CertificateFactory.getInstance("X.509");
  }
}
