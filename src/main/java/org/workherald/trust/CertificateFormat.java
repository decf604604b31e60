package org.workherald.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The formats that certificates come in. All are read strictly: every certificate, or an error that
 * says what is wrong; and none at all is an error, too.
 */
enum CertificateFormat {
  PEM {
    @Override
    List<NamedCertificate> read(byte[] content, char[] password) throws UnreadableCertificates {
      return PemBlocks.certificates(content).stream()
          .map(certificate -> new NamedCertificate(certificate, null))
          .toList();
    }
  },
  DER {
    @Override
    List<NamedCertificate> read(byte[] content, char[] password) throws UnreadableCertificates {
      return List.of(new NamedCertificate(certificate(content), null));
    }
  },
  PKCS12 {
    @Override
    List<NamedCertificate> read(byte[] content, char[] password) throws UnreadableCertificates {
      return keyStore("PKCS12", content, password);
    }
  },
  JKS {
    @Override
    List<NamedCertificate> read(byte[] content, char[] password) throws UnreadableCertificates {
      return keyStore("JKS", content, password);
    }
  };

  private static final int JKS_MAGIC = 0xFEEDFEED;
  private static final String ZERO =
      "holds 0 trusted certificates. A PKCS#12 made by 'openssl pkcs12 -export -nokeys' reads as"
          + " empty, for want of an attribute that marks its certificates as trusted: make it by"
          + " 'keytool -importcert', by OpenSSL 3.2 or newer with '-jdktrust anyExtendedKeyUsage',"
          + " or use PEM";

  /**
   * @param password for those that have one; an empty one where none is set, and never {@code
   *     null}: with that a PKCS#12 reads as empty
   */
  abstract List<NamedCertificate> read(byte[] content, char[] password)
      throws UnreadableCertificates;

  /** Goes by the content, for file names promise nothing. */
  static CertificateFormat of(byte[] content) {
    if (content.length > 4 && ByteBuffer.wrap(content).getInt() == JKS_MAGIC) {
      return JKS;
    }
    if (content.length == 0 || content[0] != 0x30) {
      return PEM;
    }
    try {
      certificate(content);
      return DER;
    } catch (UnreadableCertificates e) {
      return PKCS12;
    }
  }

  static X509Certificate certificate(byte[] der) throws UnreadableCertificates {
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      if (certificate.getEncoded().length != der.length) {
        throw new UnreadableCertificates("there is something after the certificate's end");
      }
      return certificate;
    } catch (CertificateException e) {
      throw new UnreadableCertificates("this is not an X.509 certificate", e);
    }
  }

  private static List<NamedCertificate> keyStore(String type, byte[] content, char[] password)
      throws UnreadableCertificates {
    List<NamedCertificate> certificates = new ArrayList<>();
    try {
      KeyStore store = KeyStore.getInstance(type);
      store.load(new ByteArrayInputStream(content), password);
      for (String alias : Collections.list(store.aliases())) {
        if (store.isCertificateEntry(alias)
            && store.getCertificate(alias) instanceof X509Certificate certificate) {
          certificates.add(new NamedCertificate(certificate, alias));
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new UnreadableCertificates(
          password.length == 0
              ? "cannot be opened as " + type + ": it needs a password, and none is set"
              : "cannot be opened as " + type + ": damaged, or its password is another one",
          e);
    }
    if (certificates.isEmpty()) {
      throw new UnreadableCertificates(ZERO);
    }
    return certificates;
  }
}
