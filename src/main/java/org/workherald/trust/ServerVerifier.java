package org.workherald.trust;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Verifies the certificate of one server in one handshake, chain and host name (RFC 5280, RFC
 * 9525), and remembers what it saw. Make a new one for each connection with {@link Trust#verifier}.
 *
 * <p>Paths are built by the JDK's PKIX trust manager. What the JDK would let pass is refused here:
 * anchors that have expired, weak algorithms under private roots, host names by common name.
 */
public final class ServerVerifier extends X509ExtendedTrustManager {

  /** Building paths through many look-alikes takes minutes; the JDK's own handshake stops here. */
  private static final int LONGEST_CHAIN = 10;

  private final AnchorSet anchors;
  private final HostName host;
  private final Clock clock;
  private volatile List<X509Certificate> presented = List.of();
  private volatile Instant judgedAt;
  private volatile CertificateRefused refused;
  private volatile Negotiated negotiated;

  /** What client and server had agreed on when the certificate was shown. */
  public record Negotiated(String protocol, String cipher) {}

  ServerVerifier(AnchorSet anchors, HostName host, Clock clock) {
    this.anchors = anchors;
    this.host = host;
    this.clock = clock;
  }

  /** The chain as the server sent it; empty before the handshake. */
  public List<X509Certificate> presented() {
    return presented;
  }

  /** Why it was refused; empty when it was accepted, or not seen yet. */
  public Optional<CertificateRefused> refused() {
    return Optional.ofNullable(refused);
  }

  /** What was seen and decided, with everything that is wrong; empty before the handshake. */
  public Optional<ChainReport> report() {
    return presented.isEmpty()
        ? Optional.empty()
        : Optional.of(new Diagnosis(anchors, presented, host, judgedAt).report(refused()));
  }

  private void verify(X509Certificate[] chain, String authType) throws CertificateRefused {
    try {
      if (!presented.isEmpty()) {
        throw new CertificateRefused(
            CertificateFault.OTHER,
            "The server showed a certificate again within one connection (renegotiation).",
            null);
      }
      Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS); // as certificates count
      judgedAt = now;
      presented = List.of(chain);
      if (chain.length > LONGEST_CHAIN) {
        throw new CertificateRefused(
            CertificateFault.OTHER,
            "The server sent %d certificates, more than %d.".formatted(chain.length, LONGEST_CHAIN),
            null);
      }
      if (!anchors.pins(chain[0])) {
        verifyPath(chain, authType, now);
      }
      // The JDK looks no further when the server's own certificate is an anchor; and a pinned one
      // has no path. So all that concerns the certificate itself is asked here, for any of them.
      EndEntity.check(chain[0], host, now);
      refused = null;
    } catch (CertificateRefused e) {
      refused = e;
      throw e;
    }
  }

  private void verifyPath(X509Certificate[] chain, String authType, Instant now)
      throws CertificateRefused {
    try {
      pathBuilder(chain[0], now).checkServerTrusted(withoutAbsurd(chain), authType);
    } catch (CertificateException | RuntimeException e) {
      // Runtime exceptions too: name constraints of odd kinds make the JDK throw them.
      throw new Diagnosis(anchors, presented, host, now).explain(e);
    }
  }

  /** Nobody's signature is verified with a key that a stranger made to keep us busy. */
  private static X509Certificate[] withoutAbsurd(X509Certificate[] chain) {
    return Arrays.stream(chain)
        .filter(c -> c == chain[0] || !KeyLength.isAbsurd(c.getPublicKey()))
        .toArray(X509Certificate[]::new);
  }

  private X509TrustManager pathBuilder(X509Certificate server, Instant now)
      throws CertificateException {
    Set<TrustAnchor> usable = anchors.usable(now);
    if (usable.isEmpty()) {
      throw new CertificateException("no certificate is trusted");
    }
    try {
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(usable, null);
      parameters.setDate(Date.from(now));
      parameters.setRevocationEnabled(false); // private authorities have no lists to ask
      parameters.addCertPathChecker(new WeaknessChecker());
      parameters.addCertPathChecker(new PathChecker(anchors, server, host, now));
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(new CertPathTrustManagerParameters(parameters));
      return (X509TrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    verify(chain, authType);
  }

  /** Empty before the handshake. */
  public Optional<Negotiated> negotiated() {
    return Optional.ofNullable(negotiated);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    if (socket instanceof SSLSocket tls) {
      SSLSession session = tls.getHandshakeSession();
      negotiated = new Negotiated(session.getProtocol(), session.getCipherSuite());
    }
    verify(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    verify(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
    throw new UnsupportedOperationException("verifies servers only");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
    throw new UnsupportedOperationException("verifies servers only");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {
    throw new UnsupportedOperationException("verifies servers only");
  }

  /** None: a client tells nobody whom it trusts. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
