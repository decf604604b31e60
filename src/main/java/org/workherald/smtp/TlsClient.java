package org.workherald.smtp;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Our side of TLS: 1.3 and 1.2 with forward secrecy only (RFC 9325), no client certificate. Each
 * connection has a context of its own, so no session outlives a change of whom we trust.
 */
final class TlsClient {

  private TlsClient() {}

  /**
   * @param raw the connection, on which TLS has not begun
   * @param endpoint whose host is the name for SNI
   * @param verifier checks chain and host name
   */
  static SSLSocket over(Socket raw, Endpoint endpoint, X509ExtendedTrustManager verifier)
      throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {verifier}, null);
      SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(raw, endpoint.host(), endpoint.port(), true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      parameters.setCipherSuites(
          Arrays.stream(parameters.getCipherSuites())
              .filter(TlsClient::keepsPastSecret)
              .toArray(String[]::new));
      parameters.setAlgorithmConstraints(new DhGroupConstraint());
      socket.setSSLParameters(parameters);
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up", e);
    }
  }

  /**
   * Once the handshake is done, there shall be no other in this connection (RFC 9325 §3.4): a new
   * one would need a new session, or this one again. The JDK asks for neither when it begins one,
   * so the server's wish for it ends the connection before anything is answered.
   */
  static void handshakeNoMore(SSLSocket secure) {
    secure.getSession().invalidate();
    secure.setEnableSessionCreation(false);
  }

  /** Whether the connection ended so. */
  static boolean wantedAnother(IOException e) {
    // The JDK tells it in words only.
    return String.valueOf(e.getMessage()).contains("No new session is allowed");
  }

  private static boolean keepsPastSecret(String suite) {
    // TLS 1.3 suites name no key exchange: theirs is always ephemeral.
    return suite.startsWith("TLS_ECDHE_")
        || suite.startsWith("TLS_DHE_")
        || !suite.contains("_WITH_");
  }
}
