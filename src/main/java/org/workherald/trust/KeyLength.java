package org.workherald.trust;

import java.security.PublicKey;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;

/** How long keys are. */
final class KeyLength {

  /** The length of a key of a kind whose keys are all of one length, or that we do not know. */
  static final int UNKNOWN = -1;

  /** The JDK's own bound for RSA; for DSA it has none, and would compute for hours. */
  private static final int LONGEST = 16_384;

  /** All use 65537 or less; NIST allows 256 bits, and the JDK thousands, at a cost. */
  private static final int LONGEST_EXPONENT = 256;

  private static final int LONGEST_ORDER = 512; // of DSA's subgroup (FIPS 186-4: 256)

  private KeyLength() {}

  static int bits(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return rsa.getModulus().bitLength();
    }
    if (key instanceof DSAPublicKey dsa && dsa.getParams() != null) {
      return dsa.getParams().getP().bitLength();
    }
    return key instanceof ECPublicKey ec ? ec.getParams().getOrder().bitLength() : UNKNOWN;
  }

  /** Whether to compute with it would take out of all proportion long. */
  static boolean isAbsurd(PublicKey key) {
    return bits(key) > LONGEST
        || key instanceof RSAPublicKey rsa && rsa.getPublicExponent().bitLength() > LONGEST_EXPONENT
        || key instanceof DSAPublicKey dsa
            && dsa.getParams() != null
            && dsa.getParams().getQ().bitLength() > LONGEST_ORDER;
  }

  /** Such as "RSA 2048", "EC P-256" or "Ed25519". */
  static String words(PublicKey key) {
    int bits = bits(key);
    if (key instanceof ECPublicKey) {
      // The other curves of these lengths are not supported by the JDK.
      return "EC " + (bits == 256 || bits == 384 || bits == 521 ? "P-" + bits : bits + " bits");
    }
    if (key instanceof EdECPublicKey edwards) {
      return edwards.getParams().getName();
    }
    return bits == UNKNOWN ? key.getAlgorithm() : key.getAlgorithm() + " " + bits;
  }
}
