package org.workherald.smtp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * A socket that knows how the server began to speak, whoever has read it: when a TLS handshake
 * fails, the JDK does not tell what came instead of one.
 */
final class HeardSocket extends Socket {

  private final byte[] first = new byte[4];
  private int heard;

  /** Whether the first bytes were those of a reply: three digits, and a blank or a hyphen. */
  boolean reply() {
    return heard == first.length
        && Character.isDigit(first[0])
        && Character.isDigit(first[1])
        && Character.isDigit(first[2])
        && (first[3] == ' ' || first[3] == '-');
  }

  /** Whether the first byte was that of a TLS record, or there was none. */
  boolean tls() {
    return heard == 0 || first[0] >= 20 && first[0] <= 24;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        for (int i = 0; i < count && heard < first.length; i++) {
          first[heard++] = bytes[offset + i];
        }
        return count;
      }
    };
  }
}
