package org.workherald.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * What a server answered, byte for byte.
 *
 * @param status 0 when the connection was closed without an answer
 * @param head status line and headers
 */
record Reply(int status, String head, byte[] body) {

  static final Reply NONE = new Reply(0, "", new byte[0]);

  private static final int LARGEST = 64 << 20;

  /** The next final answer on a connection; {@link #NONE} when it ends before one begins. */
  static Reply read(InputStream in, boolean toHead) throws IOException {
    while (true) {
      String head = head(in);
      if (head.isEmpty()) {
        return NONE;
      }
      int status = Integer.parseInt(head.split(" ", 3)[1]);
      if (status >= 200 || status == 101) {
        return new Reply(status, head, body(in, head, toHead || status == 204 || status == 101));
      }
    }
  }

  String header(String name) {
    return header(head, name);
  }

  String text() {
    return new String(body, UTF_8);
  }

  /** Whether nothing can come after it on its connection. */
  boolean last() {
    return status == 0
        || status == 101
        || !head.startsWith("HTTP/1.1")
        || "close".equalsIgnoreCase(header("connection"));
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      if (next < 0) {
        if (head.size() > 0) {
          throw new EOFException("the answer ends in its head: " + head.toString(ISO_8859_1));
        }
        return "";
      }
      head.write(next);
      matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
    }
    return head.toString(ISO_8859_1);
  }

  private static byte[] body(InputStream in, String head, boolean none) throws IOException {
    String length = header(head, "content-length");
    if (none) {
      return new byte[0];
    }
    if (length != null) {
      return exactly(in, Integer.parseInt(length));
    }
    if ("chunked".equalsIgnoreCase(header(head, "transfer-encoding"))) {
      return chunks(in);
    }
    return in.readNBytes(LARGEST);
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in), 16);
      body.writeBytes(exactly(in, size));
      line(in);
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the answer ends in its body");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(Math.min(length, LARGEST));
    if (bytes.length < length) {
      throw new EOFException("the answer ends after %d of %d".formatted(bytes.length, length));
    }
    return bytes;
  }

  private static String header(String head, String name) {
    return head.lines()
        .skip(1)
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse(null);
  }
}
