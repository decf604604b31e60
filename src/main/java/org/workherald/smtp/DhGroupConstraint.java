package org.workherald.smtp;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Set;
import javax.crypto.interfaces.DHKey;

/**
 * Refuses Diffie-Hellman groups of less than 2048 bits (RFC 9325, 4.2). The JDK's own rules, which
 * hold beside these, let 1024 bits pass.
 */
final class DhGroupConstraint implements AlgorithmConstraints {

  private static final int SMALLEST = 2048;

  @Override
  public boolean permits(
      Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
    return true;
  }

  @Override
  public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
    return !(key instanceof DHKey group) || group.getParams().getP().bitLength() >= SMALLEST;
  }

  @Override
  public boolean permits(
      Set<CryptoPrimitive> primitives, String algorithm, Key key, AlgorithmParameters parameters) {
    return permits(primitives, key);
  }
}
