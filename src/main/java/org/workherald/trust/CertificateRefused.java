package org.workherald.trust;

import java.security.cert.CertificateException;
import org.workherald.http.Printable;

/** A server's certificate was refused, and why. The message is for people. */
public final class CertificateRefused extends CertificateException {

  private final CertificateFault fault;

  /**
   * @param message may quote names of the certificate, which a stranger chose: it is made {@link
   *     Printable}
   */
  public CertificateRefused(CertificateFault fault, String message, Throwable cause) {
    super(Printable.of(message), cause);
    this.fault = fault;
  }

  public CertificateFault fault() {
    return fault;
  }

  Finding finding() {
    return new Finding(fault, getMessage());
  }
}
