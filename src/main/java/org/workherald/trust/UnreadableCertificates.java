package org.workherald.trust;

/** Something that should hold certificates does not, or not in a way that can be relied on. */
final class UnreadableCertificates extends Exception {

  UnreadableCertificates(String message) {
    super(message);
  }

  UnreadableCertificates(String message, Throwable cause) {
    super(message, cause);
  }

  static UnreadableCertificates privateKey() {
    return new UnreadableCertificates(
        "there is a private key in it. Trust takes certificates alone; whoever else may have seen"
            + " this file could now use that key: replace it");
  }
}
