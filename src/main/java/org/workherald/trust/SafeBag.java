package org.workherald.trust;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** One of the things in a PKCS#12 (RFC 7292 §4.2). */
record SafeBag(BerValue value) {

  /** 1.2.840.113549.1.12.10.1 */
  private static final String BAGS = "2a864886f70d010c0a01";

  private static final String KEY = BAGS + "01";
  private static final String ENCRYPTED_KEY = BAGS + "02";
  private static final String CERTIFICATE = BAGS + "03";
  private static final String REVOCATIONS = BAGS + "04";
  private static final String SECRET = BAGS + "05";
  private static final String MORE_BAGS = BAGS + "06";

  /** 1.2.840.113549.1.9.22.1 */
  private static final String X509_CERTIFICATE = "2a864886f70d01091601";

  /** 1.2.840.113549.1.9.20 */
  private static final String FRIENDLY_NAME = "2a864886f70d010914";

  /** 1.2.840.113549.1.9.23.1 */
  private static final String X509_REVOCATIONS = "2a864886f70d01091701";

  private static final int CONTENT = 0xA0;
  private static final int SET = 0x31;
  private static final int BMP_STRING = 0x1E;
  private static final int MOST_ATTRIBUTES = 100; // Java compares them with one another

  /** What may be in a bag. */
  enum Kind {
    CERTIFICATE,
    BAGS,
    REVOCATIONS
  }

  /**
   * @throws UnreadableCertificates also if there is a key in it
   */
  Kind kind() throws UnreadableCertificates {
    if (attributes().size() > MOST_ATTRIBUTES) {
      throw new UnreadableCertificates("is more intricate than any sound file");
    }
    return switch (parts().get(0).oid()) {
      case CERTIFICATE -> {
        typed(X509_CERTIFICATE);
        yield Kind.CERTIFICATE;
      }
      case MORE_BAGS -> Kind.BAGS;
      case REVOCATIONS -> {
        typed(X509_REVOCATIONS);
        yield Kind.REVOCATIONS;
      }
      case KEY, ENCRYPTED_KEY, SECRET -> throw UnreadableCertificates.privateKey();
      default -> throw unknown();
    };
  }

  BerValue content() throws UnreadableCertificates {
    return parts().get(1).as(CONTENT).only();
  }

  NamedCertificate certificate() throws UnreadableCertificates {
    byte[] der = typed(X509_CERTIFICATE).as(BerHead.OCTET_STRING).content();
    return new NamedCertificate(X509.certificate(der), friendlyName());
  }

  /** Certificates and revocations come with a type of their own. */
  private BerValue typed(String type) throws UnreadableCertificates {
    List<BerValue> content = content().as(BerHead.SEQUENCE).parts(2, 2);
    if (!content.get(0).oid().equals(type)) {
      throw unknown();
    }
    return content.get(1).as(CONTENT).only();
  }

  private static UnreadableCertificates unknown() {
    return new UnreadableCertificates("holds something of a kind that is not known");
  }

  private List<BerValue> parts() throws UnreadableCertificates {
    return value.as(BerHead.SEQUENCE).parts(2, 3);
  }

  private List<BerValue> attributes() throws UnreadableCertificates {
    List<BerValue> parts = parts();
    return parts.size() > 2 ? parts.get(2).as(SET).parts() : List.of();
  }

  private String friendlyName() throws UnreadableCertificates {
    for (BerValue attribute : attributes()) {
      List<BerValue> typeAndValues = attribute.as(BerHead.SEQUENCE).parts(2, 2);
      if (typeAndValues.get(0).oid().equals(FRIENDLY_NAME)) {
        byte[] name = typeAndValues.get(1).as(SET).only().as(BMP_STRING).content();
        return new String(name, StandardCharsets.UTF_16BE);
      }
    }
    return null;
  }
}
