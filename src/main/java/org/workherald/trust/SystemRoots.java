package org.workherald.trust;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The roots that the JDK brings, or what {@code javax.net.ssl.trustStore} names instead. */
@ApplicationScoped
class SystemRoots {

  private final List<Anchor> anchors;

  SystemRoots(TrustConfig config) {
    this.anchors = config.systemRoots() ? load() : List.of();
  }

  List<Anchor> anchors() {
    return anchors;
  }

  private static List<Anchor> load() {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init((KeyStore) null);
      X509TrustManager roots = (X509TrustManager) factory.getTrustManagers()[0];
      return Arrays.stream(roots.getAcceptedIssuers())
          .map(root -> Anchor.of(root, Anchor.Source.SYSTEM, null))
          .toList();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK's trusted roots cannot be loaded", e);
    }
  }
}
