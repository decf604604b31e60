package org.workherald.smtp;

import java.io.IOException;

/** What the server said is no SMTP reply. */
final class MalformedReply extends IOException {

  private final boolean tls;

  /**
   * @param tls whether it looks like a TLS record
   */
  MalformedReply(String message, boolean tls) {
    super(message);
    this.tls = tls;
  }

  boolean tls() {
    return tls;
  }
}
