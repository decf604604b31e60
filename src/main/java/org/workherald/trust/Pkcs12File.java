package org.workherald.trust;

import java.util.ArrayList;
import java.util.List;

/**
 * The certificates of a PKCS#12 (RFC 7292), which must hold no key.
 *
 * <p>Java's own reader lists only certificates with an attribute of Oracle's, as keytool makes
 * them, and of two with one name the last; it passes over the others in silence. So they are read
 * here. Java still verifies the file with its password, after it is known to be harmless.
 */
final class Pkcs12File {

  /** 1.2.840.113549.1.7.1 */
  private static final String DATA = "2a864886f70d010701";

  /** 1.2.840.113549.1.7.6 */
  private static final String ENCRYPTED_DATA = "2a864886f70d010706";

  private static final int CONTENT = 0xA0;

  private final StorePassword password;
  private final List<SafeBag> certificates = new ArrayList<>();
  private int bags;

  private Pkcs12File(StorePassword password) {
    this.password = password;
  }

  static List<NamedCertificate> read(byte[] content, StorePassword password)
      throws UnreadableCertificates {
    KeyStoreFile.refuseCostly(content);
    Pkcs12File file = new Pkcs12File(password);
    byte[] safe = file.plain(BerValue.of(content).parts(2, 3).get(1));
    for (BerValue contentInfo : BerValue.of(safe).as(BerHead.SEQUENCE).parts()) {
      file.collect(BerValue.of(file.plain(contentInfo)));
    }
    KeyStoreFile.open("PKCS12", content, password);
    List<NamedCertificate> certificates = new ArrayList<>();
    for (SafeBag bag : file.certificates) {
      certificates.add(bag.certificate());
    }
    return certificates;
  }

  private byte[] plain(BerValue contentInfo) throws UnreadableCertificates {
    List<BerValue> typeAndContent = contentInfo.as(BerHead.SEQUENCE).parts(2, 2);
    String type = typeAndContent.get(0).oid();
    BerValue content = typeAndContent.get(1).as(CONTENT).only();
    if (type.equals(DATA)) {
      return content.as(BerHead.OCTET_STRING).content();
    }
    if (!type.equals(ENCRYPTED_DATA)) {
      throw new UnreadableCertificates(
          "is not protected by a password but in another way: make it anew with a password");
    }
    byte[] plain = EncryptedContent.decrypt(content.as(BerHead.SEQUENCE), password);
    KeyStoreFile.refuseCostly(plain);
    return plain;
  }

  private void collect(BerValue contents) throws UnreadableCertificates {
    for (BerValue each : contents.as(BerHead.SEQUENCE).parts()) {
      if (++bags > CertificateFormat.MOST) {
        throw CertificateFormat.tooMany();
      }
      SafeBag bag = new SafeBag(each);
      switch (bag.kind()) {
        case CERTIFICATE -> certificates.add(bag);
        case BAGS -> collect(bag.content());
        case REVOCATIONS -> {}
      }
    }
  }
}
