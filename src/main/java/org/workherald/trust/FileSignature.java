package org.workherald.trust;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a file is, by how it begins: names and media types promise nothing. */
final class FileSignature {

  private static final int JKS = 0xFEEDFEED;
  private static final int JCEKS = 0xCECECECE;
  private static final int PKCS12_VERSION = 3;

  private FileSignature() {}

  /**
   * @return empty if it is nothing that we know
   * @throws UnreadableCertificates if it is something that can never be read as certificates
   */
  static Optional<CertificateFormat> of(byte[] content) throws UnreadableCertificates {
    if (content.length >= Integer.BYTES) {
      int first = ByteBuffer.wrap(content).getInt();
      if (first == JKS) {
        return Optional.of(CertificateFormat.JKS);
      }
      if (first == JCEKS) {
        throw new UnreadableCertificates(
            "is a JCEKS key store, which is not understood: convert it with 'keytool"
                + " -importkeystore -deststoretype PKCS12'");
      }
    }
    BerHead outer = BerHead.at(content).orElse(null);
    if (outer != null && outer.is(BerHead.SEQUENCE)) {
      return Optional.of(ofSequence(content, outer));
    }
    return new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN ")
        ? Optional.of(CertificateFormat.PEM)
        : Optional.empty();
  }

  private static CertificateFormat ofSequence(byte[] content, BerHead outer)
      throws UnreadableCertificates {
    BerHead first = outer.inner(content).orElse(outer);
    if (first.is(BerHead.OID)) {
      return CertificateFormat.PKCS7;
    }
    if (first.is(BerHead.INTEGER)) {
      if (content[first.end() - 1] == PKCS12_VERSION) {
        return CertificateFormat.PKCS12;
      }
      throw UnreadableCertificates.privateKey(); // PKCS#8, PKCS#1 or SEC 1: versions 0, 1 and 2
    }
    boolean algorithm = first.inner(content).filter(head -> head.is(BerHead.OID)).isPresent();
    if (algorithm
        && BerHead.at(content, first.end(), outer.end())
            .filter(head -> head.is(BerHead.OCTET_STRING))
            .isPresent()) {
      throw UnreadableCertificates.privateKey(); // an encrypted one (RFC 5958 §3)
    }
    return CertificateFormat.DER;
  }
}
