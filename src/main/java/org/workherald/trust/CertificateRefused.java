package org.workherald.trust;

import java.security.cert.CertificateException;

/** A server's certificate was refused, and why. */
public final class CertificateRefused extends CertificateException {

  private final CertificateFault fault;

  public CertificateRefused(CertificateFault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  public CertificateFault fault() {
    return fault;
  }
}
