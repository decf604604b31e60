package org.workherald.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * A request of the fuzz.
 *
 * @param by who sends it
 * @param bytes as they go over the wire
 * @param form what of it is as it should be, and so what must be answered
 */
record Shot(ApiOperation operation, By by, byte[] bytes, Form form) {

  /** Who sends it: with a role that may, with one that may not, without any. */
  enum By {
    RIGHT,
    WRONG,
    NOBODY
  }

  /** What of it is as it should be. */
  enum Form {
    /** Path and method are those of the operation. */
    ADDRESSED,
    /** Path or method are others. */
    ASTRAY,
    /** It is no HTTP, or ambiguous: it may be answered by closing the connection. */
    BROKEN,
    /** It ends too early. */
    CUT
  }

  /** Whether it asks for no body of the answer. */
  boolean head() {
    return bytes.length > 5 && new String(bytes, 0, 5, ISO_8859_1).equals("HEAD ");
  }

  @Override
  public String toString() {
    String text = new String(bytes, ISO_8859_1);
    int key = text.indexOf("Bearer ");
    String shown = text.substring(0, Math.min(text.length(), 3_000));
    return "%s by %s (%s, %d bytes%s): %s"
        .formatted(
            operation.id(),
            by,
            form,
            bytes.length,
            key < 0 ? "" : ", with a key",
            shown.replace("\r\n", "\u23ce").replace("\0", "\u2400"));
  }
}
