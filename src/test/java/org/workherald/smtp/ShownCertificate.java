package org.workherald.smtp;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Shows a certificate for whatever a handshake asks for: the JDK's own key managers keep bad ones
 * back. Another one can be put in its place between two handshakes.
 */
final class ShownCertificate extends X509ExtendedKeyManager {

  private static final String ALIAS = "leaf";

  private volatile TestCa.Leaf leaf;

  ShownCertificate(TestCa.Leaf leaf) {
    this.leaf = leaf;
  }

  /** From the next handshake on. */
  void change(TestCa.Leaf other) {
    this.leaf = other;
  }

  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {this}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String alias(String keyType) {
    // ECDHE_ECDSA and its kin: how a key of TLS 1.2's cipher suites is asked for.
    String algorithm = leaf.key().getAlgorithm();
    return keyType.contains(algorithm) ? ALIAS : null;
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return alias(keyType);
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return alias(keyType);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return leaf.chain().toArray(new X509Certificate[0]);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return leaf.key();
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    throw new UnsupportedOperationException("for servers only");
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    throw new UnsupportedOperationException("for servers only");
  }
}
