package org.workherald.smtp;

/**
 * Where a mail server is reached, and when TLS begins there.
 *
 * @param host the configured name: the one that is looked up, and that the certificate must carry
 */
record Endpoint(String host, int port, TlsMode tls) {

  /** {@code host:port}, as attempts and health show it. */
  String server() {
    return host + ":" + port;
  }
}
