package org.workherald.trust;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Whom we trust now: the JDK's roots, the mounted store and the certificates added over HTTP,
 * merged.
 */
@ApplicationScoped
public class Trust {

  /** Changes whenever the set of trusted certificates does. */
  public long revision() {
    throw new UnsupportedOperationException();
  }

  /**
   * A verifier for one handshake with {@code host}, which is the name in the settings, never one
   * found in DNS.
   */
  public ServerVerifier verifier(String host) {
    throw new UnsupportedOperationException();
  }
}
