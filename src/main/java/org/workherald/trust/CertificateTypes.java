package org.workherald.trust;

/** The media types of certificates. */
final class CertificateTypes {

  static final String PEM = "application/x-pem-file";

  /** RFC 2585. */
  static final String DER = "application/pkix-cert";

  static final String DER_ALIAS = "application/x-x509-ca-cert";

  /** RFC 8551. */
  static final String PKCS7 = "application/pkcs7-mime";

  static final String PKCS7_ALIAS = "application/x-pkcs7-certificates";

  static final String PKCS12 = "application/x-pkcs12";

  /** As registered with IANA. */
  static final String PKCS12_ALIAS = "application/pkcs12";

  static final String JKS = "application/x-java-keystore";

  private CertificateTypes() {}
}
