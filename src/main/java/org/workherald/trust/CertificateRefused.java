package org.workherald.trust;

import java.security.cert.CertificateException;

/** A server's certificate was refused, and why. The message is for people. */
public final class CertificateRefused extends CertificateException {

  private final CertificateFault fault;

  /**
   * @param message may quote names of the certificate, which a stranger chose: control characters
   *     are taken out
   */
  public CertificateRefused(CertificateFault fault, String message, Throwable cause) {
    super(message.replaceAll("\\p{Cntrl}", "?"), cause);
    this.fault = fault;
  }

  public CertificateFault fault() {
    return fault;
  }
}
