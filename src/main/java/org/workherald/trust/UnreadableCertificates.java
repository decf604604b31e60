package org.workherald.trust;

/** Something that should hold certificates does not, or not in a way that can be relied on. */
final class UnreadableCertificates extends Exception {

  UnreadableCertificates(String message) {
    super(message);
  }

  UnreadableCertificates(String message, Throwable cause) {
    super(message, cause);
  }
}
