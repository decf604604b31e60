package org.workherald.trust;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PEM (RFC 7468) with any number of certificates; text between them is a comment, line ends are of
 * any kind.
 */
final class PemBlocks {

  private static final Pattern BOUNDARY = Pattern.compile("-----(BEGIN|END) ([A-Z0-9 .#]+)-----");

  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private PemBlocks() {}

  static List<X509Certificate> certificates(byte[] pem) throws UnreadableCertificates {
    String text = new String(pem, StandardCharsets.ISO_8859_1);
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher boundary = BOUNDARY.matcher(text);
    while (boundary.find()) {
      String label = boundary.group(2);
      int start = boundary.end();
      int number = certificates.size() + 1;
      if (!boundary.group(1).equals("BEGIN")) {
        throw new UnreadableCertificates("certificate " + number + " has an end and no beginning");
      }
      refuseOthers(label);
      if (!boundary.find()
          || !boundary.group(1).equals("END")
          || !boundary.group(2).equals(label)) {
        throw new UnreadableCertificates("certificate " + number + " has no end");
      }
      certificates.add(certificate(text.substring(start, boundary.start()), number));
    }
    if (certificates.isEmpty()) {
      throw new UnreadableCertificates(
          "holds 0 certificates: PEM has lines '-----BEGIN CERTIFICATE-----'");
    }
    return certificates;
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

  private static X509Certificate certificate(String base64, int number)
      throws UnreadableCertificates {
    try {
      return CertificateFormat.certificate(
          Base64.getDecoder().decode(base64.replaceAll("\\s", "")));
    } catch (IllegalArgumentException e) {
      throw new UnreadableCertificates("certificate " + number + " is not Base64", e);
    } catch (UnreadableCertificates e) {
      throw new UnreadableCertificates("certificate " + number + ": " + e.getMessage(), e);
    }
  }

  private static void refuseOthers(String label) throws UnreadableCertificates {
    if (label.endsWith("PRIVATE KEY")) {
      throw new UnreadableCertificates(
          "there is a private key in it. Trust takes certificates alone; whoever else may have seen"
              + " this file could now use that key: replace it");
    }
    if (!label.equals("CERTIFICATE") && !label.equals("X509 CERTIFICATE")) {
      throw new UnreadableCertificates("there is a '" + label + "' in it, not only certificates");
    }
  }
}
