package org.workherald.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.workherald.http.Printable;

/**
 * What the extensions of a certificate say, for people (RFC 5280 §4.2). What is absent, or cannot
 * be read, is {@code null}.
 */
final class Extensions {

  /** The two extended key usages that servers need one of. */
  static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

  static final String ANY_USAGE = "2.5.29.37.0";

  private static final String SUBJECT_KEY_ID = "2.5.29.14";
  private static final String AUTHORITY_KEY_ID = "2.5.29.35";
  private static final int KEY_ID_TAG = 0x80;

  private static final List<String> USAGES =
      List.of(
          "digitalSignature",
          "nonRepudiation",
          "keyEncipherment",
          "dataEncipherment",
          "keyAgreement",
          "keyCertSign",
          "cRLSign",
          "encipherOnly",
          "decipherOnly");

  private static final Map<String, String> PURPOSES =
      Map.of(
          ANY_USAGE,
          "anyExtendedKeyUsage",
          SERVER_AUTH,
          "serverAuth",
          "1.3.6.1.5.5.7.3.2",
          "clientAuth",
          "1.3.6.1.5.5.7.3.3",
          "codeSigning",
          "1.3.6.1.5.5.7.3.4",
          "emailProtection",
          "1.3.6.1.5.5.7.3.8",
          "timeStamping",
          "1.3.6.1.5.5.7.3.9",
          "OCSPSigning");

  private Extensions() {}

  static List<String> keyUsage(X509Certificate certificate) {
    boolean[] bits = certificate.getKeyUsage();
    if (bits == null) {
      return null;
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < Math.min(bits.length, USAGES.size()); i++) {
      if (bits[i]) {
        words.add(USAGES.get(i));
      }
    }
    return words;
  }

  static List<String> extendedKeyUsage(X509Certificate certificate) {
    try {
      List<String> oids = certificate.getExtendedKeyUsage();
      return oids == null
          ? null
          : oids.stream().map(oid -> PURPOSES.getOrDefault(oid, oid)).toList();
    } catch (CertificateParsingException e) {
      return null;
    }
  }

  /** The alternative names that are text. */
  static List<String> names(X509Certificate certificate) {
    List<String> names =
        HostName.alternativeNames(certificate).stream()
            .filter(name -> name.get(1) instanceof String)
            .map(name -> Printable.of((String) name.get(1)))
            .toList();
    return names.isEmpty() ? null : names;
  }

  static String subjectKeyId(X509Certificate certificate) {
    byte[] value = certificate.getExtensionValue(SUBJECT_KEY_ID);
    return value == null
        ? null
        : inner(value).map(head -> hex(value, head, BerHead.OCTET_STRING)).orElse(null);
  }

  static String authorityKeyId(X509Certificate certificate) {
    byte[] value = certificate.getExtensionValue(AUTHORITY_KEY_ID);
    return value == null
        ? null
        : inner(value)
            .flatMap(sequence -> sequence.inner(value))
            .map(head -> hex(value, head, KEY_ID_TAG))
            .orElse(null);
  }

  /** What is in the OCTET STRING that every extension is wrapped into. */
  static byte[] content(byte[] extension) {
    return BerHead.at(extension).orElseThrow().content(extension);
  }

  /** What is wrapped into the OCTET STRING that every extension is. */
  static Optional<BerHead> inner(byte[] extension) {
    return BerHead.at(extension).flatMap(wrapping -> wrapping.inner(extension));
  }

  private static String hex(byte[] in, BerHead head, int tag) {
    return head.is(tag) ? HexFormat.of().formatHex(in, head.start(), head.end()) : null;
  }
}
