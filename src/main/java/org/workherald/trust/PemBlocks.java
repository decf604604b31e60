package org.workherald.trust;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PEM (RFC 7468) with any number of certificates, or PKCS#7 with certificates in it; text between
 * them is a comment, line ends are of any kind.
 */
final class PemBlocks {

  private static final Pattern BOUNDARY = Pattern.compile("-----(BEGIN|END) ([A-Z0-9 .#]++)-----");

  private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY");
  private static final Set<String> PKCS7 = Set.of("PKCS7", "CMS", "PKCS #7 SIGNED DATA");
  private static final Set<String> CERTIFICATES =
      Set.of("CERTIFICATE", "X509 CERTIFICATE", "X.509 CERTIFICATE");

  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private PemBlocks() {}

  static List<X509Certificate> certificates(byte[] pem) throws UnreadableCertificates {
    String text = new String(pem, StandardCharsets.ISO_8859_1);
    if (PRIVATE_KEY.matcher(text).find()) {
      throw UnreadableCertificates.privateKey();
    }
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher boundary = BOUNDARY.matcher(text);
    for (int block = 1; boundary.find(); block++) {
      String label = boundary.group(2);
      int start = boundary.end();
      if (!boundary.group(1).equals("BEGIN")) {
        throw new UnreadableCertificates("block " + block + " has an end and no beginning");
      }
      if (!CERTIFICATES.contains(label) && !PKCS7.contains(label)) {
        throw new UnreadableCertificates("there is a '" + label + "' in it, not only certificates");
      }
      if (!boundary.find()
          || !boundary.group(1).equals("END")
          || !boundary.group(2).equals(label)) {
        throw new UnreadableCertificates("block " + block + " has no end");
      }
      certificates.addAll(block(label, text.substring(start, boundary.start()), block));
      if (certificates.size() > CertificateFormat.MOST) {
        throw CertificateFormat.tooMany();
      }
    }
    if (certificates.isEmpty()) {
      throw new UnreadableCertificates(
          "holds 0 certificates: PEM has lines '-----BEGIN CERTIFICATE-----'");
    }
    return certificates;
  }

  static boolean startWithPkcs7(byte[] pem) {
    Matcher boundary = BOUNDARY.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    return boundary.find() && PKCS7.contains(boundary.group(2));
  }

  static String write(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + LINES.encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<X509Certificate> block(String label, String base64, int number)
      throws UnreadableCertificates {
    try {
      byte[] der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
      return PKCS7.contains(label) ? X509.certificates(der) : List.of(X509.certificate(der));
    } catch (IllegalArgumentException e) {
      throw new UnreadableCertificates("block " + number + " is not Base64", e);
    } catch (UnreadableCertificates e) {
      throw new UnreadableCertificates("block " + number + ": " + e.getMessage(), e);
    }
  }
}
