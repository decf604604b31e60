package org.workherald.trust;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is too weak to be believed (RFC 9325 §4.5), whoever signed it: the JDK lets SHA-1 pass under
 * private roots.
 */
final class Weakness {

  private static final int SMALLEST_RSA = 2048;
  private static final int SMALLEST_EC = 224;
  private static final Pattern BROKEN_DIGEST =
      Pattern.compile("(MD\\d|SHA-?1)(with.*)?", Pattern.CASE_INSENSITIVE);

  private Weakness() {}

  /** What is weak about the certificate's key, or else about the signature on it. */
  static Optional<String> of(X509Certificate certificate) {
    return ofKey(certificate).or(() -> ofSignature(certificate));
  }

  /** What is weak about the certificate's own key, or absurd. */
  static Optional<String> ofKey(X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    int bits = KeyLength.bits(key);
    if (KeyLength.isAbsurd(key)) {
      return Optional.of(
          "its %s key has %,d bits, more than anybody can compute with"
              .formatted(key.getAlgorithm(), bits));
    }
    if (key instanceof ECPublicKey) {
      return tooShort("EC", bits, SMALLEST_EC);
    }
    return bits == KeyLength.UNKNOWN
        ? Optional.empty()
        : tooShort(key.getAlgorithm(), bits, SMALLEST_RSA);
  }

  /**
   * What is weak about the signature on the certificate. Nobody relies on a signature that a
   * certificate made on itself, so that one is never weak.
   */
  static Optional<String> ofSignature(X509Certificate certificate) {
    if (Issuer.ofItself(certificate)) {
      return Optional.empty();
    }
    String digest = digest(certificate);
    return BROKEN_DIGEST.matcher(digest).matches()
        ? Optional.of("it is signed with " + digest + ", which can be forged")
        : Optional.empty();
  }

  private static Optional<String> tooShort(String algorithm, int bits, int least) {
    return bits < least
        ? Optional.of(
            "its %s key has %d bits, fewer than the %d needed".formatted(algorithm, bits, least))
        : Optional.empty();
  }

  private static String digest(X509Certificate certificate) {
    String name = certificate.getSigAlgName();
    if (!name.equals("RSASSA-PSS") || certificate.getSigAlgParams() == null) {
      return name;
    }
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance(name);
      parameters.init(certificate.getSigAlgParams());
      return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
    } catch (IOException | GeneralSecurityException e) {
      return name; // PKIX cannot verify it either, and refuses
    }
  }
}
