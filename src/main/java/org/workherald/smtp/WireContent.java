package org.workherald.smtp;

import java.util.Arrays;

/**
 * A message as it stands on the wire (RFC 5321, 4.5.2): dot-stuffed, ended by a dot.
 *
 * @param bytes with the final dot
 * @param size the message's own size in octets, as SIZE counts it
 * @param eightBitHeader whether its header needs SMTPUTF8
 * @param eightBitBody whether its body needs 8BITMIME
 */
record WireContent(byte[] bytes, long size, boolean eightBitHeader, boolean eightBitBody) {

  private static final int LONGEST_LINE = 998;

  /**
   * @throws IllegalArgumentException for a bare CR or LF, a NUL or a line of more than 998 octets:
   *     servers disagree on where such a message ends
   */
  static WireContent of(byte[] message) {
    byte[] out = new byte[message.length + message.length / 32 + 8];
    int length = 0;
    int lineStart = 0;
    boolean header = true;
    boolean eightBitHeader = false;
    boolean eightBitBody = false;
    for (int i = 0; i < message.length; i++) {
      byte b = message[i];
      if (length + 8 > out.length) {
        out = Arrays.copyOf(out, out.length + out.length / 2);
      }
      if (b == '.' && i == lineStart) {
        out[length++] = '.';
      }
      out[length++] = b;
      if (b < 0) {
        eightBitHeader |= header;
        eightBitBody |= !header;
      } else if (b == '\r') {
        if (i + 1 == message.length || message[i + 1] != '\n') {
          throw new IllegalArgumentException("a CR without an LF");
        }
        out[length++] = '\n';
        header &= i > lineStart;
        i++;
        lineStart = i + 1;
      } else if (b == '\n' || b == 0) {
        throw new IllegalArgumentException(b == 0 ? "a NUL" : "an LF without a CR");
      }
      if (i - lineStart >= LONGEST_LINE) {
        throw new IllegalArgumentException("a line of more than 998 octets");
      }
    }
    boolean open = lineStart < message.length;
    if (open) {
      out[length++] = '\r';
      out[length++] = '\n';
    }
    out[length++] = '.';
    out[length++] = '\r';
    out[length++] = '\n';
    return new WireContent(
        Arrays.copyOf(out, length), message.length + (open ? 2 : 0), eightBitHeader, eightBitBody);
  }
}
