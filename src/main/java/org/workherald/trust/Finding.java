package org.workherald.trust;

/**
 * One thing that is wrong with a server's certificate or the way from it to somebody trusted.
 *
 * @param detail for people; it may quote names that a stranger chose, without control characters
 */
public record Finding(CertificateFault fault, String detail) {

  /** Takes control characters out of the detail. */
  public Finding {
    detail = detail.replaceAll("\\p{Cntrl}", "?");
  }

  CertificateRefused refusal(Throwable cause) {
    return new CertificateRefused(fault, detail, cause);
  }
}
