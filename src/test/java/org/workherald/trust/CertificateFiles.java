package org.workherald.trust;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.workherald.smtp.TestCa;

/** Files with certificates, as other programs make them. */
final class CertificateFiles {

  static final String SECRET = "s3cret-of-the-store";

  private CertificateFiles() {}

  /** A key store as keytool makes it, with aliases ca-0, ca-1 and so on. */
  static byte[] keyStore(String type, TestCa... authorities) {
    Map<String, X509Certificate> entries = new LinkedHashMap<>();
    for (TestCa authority : authorities) {
      entries.put("ca-" + entries.size(), authority.certificate());
    }
    return keyStore(type, SECRET, entries);
  }

  static byte[] keyStore(String type, String password, Map<String, X509Certificate> entries) {
    try {
      KeyStore store = KeyStore.getInstance(type);
      store.load(null, null);
      for (Map.Entry<String, X509Certificate> entry : entries.entrySet()) {
        store.setCertificateEntry(entry.getKey(), entry.getValue());
      }
      return bytes(store, password);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A PKCS#12 that opens quickly, for tests that open thousands. */
  static byte[] quickPkcs12(TestCa authority) {
    System.setProperty("keystore.pkcs12.certPbeIterationCount", "1");
    System.setProperty("keystore.pkcs12.macIterationCount", "1");
    try {
      return keyStore("PKCS12", authority);
    } finally {
      System.clearProperty("keystore.pkcs12.certPbeIterationCount");
      System.clearProperty("keystore.pkcs12.macIterationCount");
    }
  }

  /** A PKCS#12 that is neither encrypted nor has a MAC. */
  static byte[] plainPkcs12(TestCa... authorities) {
    System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
    System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
    try {
      return keyStore("PKCS12", authorities);
    } finally {
      System.clearProperty("keystore.pkcs12.certProtectionAlgorithm");
      System.clearProperty("keystore.pkcs12.macAlgorithm");
    }
  }

  /** A server's key store, which has no business in a trust store. */
  static byte[] withKey(String type, TestCa authority) {
    try {
      TestCa.Leaf leaf = authority.leaf("localhost");
      KeyStore store = KeyStore.getInstance(type);
      store.load(null, null);
      store.setCertificateEntry("ca", authority.certificate());
      store.setKeyEntry(
          "server", leaf.key(), SECRET.toCharArray(), leaf.chain().toArray(Certificate[]::new));
      return bytes(store, SECRET);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(KeyStore store, String password)
      throws GeneralSecurityException, IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    store.store(file, password.toCharArray());
    return file.toByteArray();
  }

  /** In DER, as Windows exports it. */
  static byte[] pkcs7(TestCa... authorities) {
    try {
      List<X509Certificate> certificates =
          Arrays.stream(authorities).map(TestCa::certificate).toList();
      return CertificateFactory.getInstance("X.509")
          .generateCertPath(certificates)
          .getEncoded("PKCS7");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In BER with indefinite lengths. */
  static byte[] pkcs7InBer(TestCa... authorities) {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      for (TestCa authority : authorities) {
        generator.addCertificate(new JcaX509CertificateHolder(authority.certificate()));
      }
      return generator.generate(new CMSAbsentContent()).getEncoded("BER");
    } catch (GeneralSecurityException | IOException | CMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
