package org.workherald.trust;

import org.workherald.http.Printable;

/**
 * One thing that is wrong with a server's certificate or the way from it to somebody trusted.
 *
 * @param detail for people; it may quote names that a stranger chose
 */
public record Finding(CertificateFault fault, String detail) {

  /** Makes the detail printable. */
  public Finding {
    detail = Printable.of(detail);
  }

  /**
   * @param who starts the sentence: "The server's certificate "
   */
  static Finding tooWeak(String who, String weakness) {
    return new Finding(CertificateFault.WEAK_ALGORITHM, who + "is too weak: " + weakness + ".");
  }

  /** The same in a sentence. */
  Finding within(String before, String after) {
    return new Finding(fault, before + detail + after);
  }

  CertificateRefused refusal(Throwable cause) {
    return new CertificateRefused(fault, detail, cause);
  }
}
