package org.workherald.trust;

import jakarta.ws.rs.core.MediaType;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The formats that certificates come in. All are read strictly, and in bounded time, for they may
 * be made by anybody: every certificate, or an error that says what is wrong; and none at all is an
 * error, too.
 */
enum CertificateFormat {
  PEM("PEM", CertificateTypes.PEM) {
    @Override
    List<NamedCertificate> parse(byte[] content, StorePassword password)
        throws UnreadableCertificates {
      return unnamed(PemBlocks.certificates(content));
    }
  },
  DER("a certificate in DER", CertificateTypes.DER, CertificateTypes.DER_ALIAS) {
    @Override
    List<NamedCertificate> parse(byte[] content, StorePassword password)
        throws UnreadableCertificates {
      return unnamed(List.of(X509.certificate(content)));
    }
  },
  PKCS7("PKCS#7", CertificateTypes.PKCS7, CertificateTypes.PKCS7_ALIAS) {
    @Override
    List<NamedCertificate> parse(byte[] content, StorePassword password)
        throws UnreadableCertificates {
      return unnamed(X509.certificates(content));
    }
  },
  PKCS12("a PKCS#12 key store", CertificateTypes.PKCS12, CertificateTypes.PKCS12_ALIAS) {
    @Override
    List<NamedCertificate> parse(byte[] content, StorePassword password)
        throws UnreadableCertificates {
      return Pkcs12File.read(content, password);
    }
  },
  JKS("a JKS key store", CertificateTypes.JKS) {
    @Override
    List<NamedCertificate> parse(byte[] content, StorePassword password)
        throws UnreadableCertificates {
      return KeyStoreFile.read(content, password);
    }
  };

  /** How many certificates one file may hold. */
  static final int MOST = 1_000;

  private final String title;
  private final List<String> types;

  CertificateFormat(String title, String... types) {
    this.title = title;
    this.types = List.of(types);
  }

  abstract List<NamedCertificate> parse(byte[] content, StorePassword password)
      throws UnreadableCertificates;

  /** All certificates in it. */
  final List<NamedCertificate> read(byte[] content, StorePassword password)
      throws UnreadableCertificates {
    List<NamedCertificate> certificates;
    try {
      certificates = parse(content, password);
    } catch (RuntimeException | StackOverflowError e) {
      // The JDK's parsers are not all prepared for what is no certificate at all.
      throw new UnreadableCertificates("is damaged", e);
    }
    if (certificates.isEmpty()) {
      throw new UnreadableCertificates("holds 0 certificates");
    }
    if (certificates.size() > MOST) {
      throw tooMany();
    }
    for (NamedCertificate named : certificates) {
      X509.refuseTooLarge(named.certificate());
    }
    return certificates;
  }

  private static List<NamedCertificate> unnamed(List<X509Certificate> certificates) {
    return certificates.stream().map(each -> new NamedCertificate(each, null)).toList();
  }

  static UnreadableCertificates tooMany() {
    return new UnreadableCertificates(
        "holds more than %,d certificates: nobody needs to trust so many".formatted(MOST));
  }

  /** The format that is sent under this media type. */
  static Optional<CertificateFormat> sentAs(MediaType type) {
    String name = (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> format.types.contains(name)).findFirst();
  }

  /** Whether content of another format may be sent under this one's media type. */
  boolean covers(CertificateFormat actual, byte[] content) {
    // What was a JKS is often a PKCS#12 since JDK 9, cacerts since JDK 18, and is still called so.
    return actual == this
        || isKeyStore() && actual.isKeyStore()
        || this == PKCS7 && actual == PEM && PemBlocks.startWithPkcs7(content);
  }

  private boolean isKeyStore() {
    return this == PKCS12 || this == JKS;
  }

  /** Such as "PEM (application/x-pem-file)". */
  @Override
  public String toString() {
    return title + " (" + types.get(0) + ")";
  }
}
