package org.workherald.smtp;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads replies of bounded length, and tells early what can become none. */
final class ReplyReader {

  /** RFC 5321 says 512 octets a line; some servers are more talkative. */
  private static final int LONGEST_LINE = 4096;

  private static final int MOST_LINES = 128;
  private static final int LONGEST_REPLY = 64 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[16 * 1024];
  private int position;
  private int limit;

  ReplyReader(InputStream in) {
    this.in = in;
  }

  /** Whether the server has said more than was read from here. */
  boolean pending() {
    return position < limit;
  }

  /** Whether nothing more is here, nor on its way as far as can be seen. */
  boolean heardOut() throws IOException {
    return !pending() && in.available() == 0;
  }

  /**
   * Waits for the server to say more, when nothing is pending.
   *
   * @return false when it hung up instead
   */
  boolean fill() throws IOException {
    position = limit = 0;
    int count = in.read(buffer);
    limit = Math.max(0, count);
    return count >= 0;
  }

  /**
   * The next reply.
   *
   * @throws MalformedReply when it is none
   * @throws EOFException when the server hung up
   */
  SmtpReply read() throws IOException {
    List<String> lines = new ArrayList<>(1);
    int length = 0;
    int code = 0;
    while (true) {
      String line = readLine();
      length += line.length();
      int lineCode = code(line);
      if (lines.isEmpty()) {
        code = lineCode;
      }
      if (lineCode != code || lines.size() == MOST_LINES || length > LONGEST_REPLY) {
        throw new MalformedReply("a reply with two codes, or without end", false);
      }
      lines.add(line.length() > 4 ? line.substring(4) : "");
      if (line.length() == 3 || line.charAt(3) == ' ') {
        return new SmtpReply(code, lines);
      }
    }
  }

  private static int code(String line) throws MalformedReply {
    boolean sound =
        line.length() >= 3
            && line.charAt(0) >= '2'
            && line.charAt(0) <= '5'
            && digit(line.charAt(1))
            && digit(line.charAt(2))
            && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-');
    if (!sound) {
      // A TLS record of type alert or handshake, version 3.x.
      boolean tls = line.length() > 1 && (line.charAt(0) | 3) == 0x17 && line.charAt(1) == 3;
      throw new MalformedReply("not an SMTP reply", tls);
    }
    return Integer.parseInt(line.substring(0, 3));
  }

  /** Of ASCII: others have digits, too. */
  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    while (true) {
      if (position == limit) {
        if (line.size() > 3) {
          // What is no reply by now becomes none, and need not be waited for.
          code(line.toString(StandardCharsets.ISO_8859_1));
        }
        if (!fill()) {
          if (line.size() > 0) {
            code(line.toString(StandardCharsets.ISO_8859_1));
          }
          throw new EOFException("the server closed the connection");
        }
      }
      int start = position;
      while (position < limit && buffer[position] != '\n') {
        position++;
      }
      line.write(buffer, start, position - start);
      if (line.size() > LONGEST_LINE) {
        code(line.toString(StandardCharsets.ISO_8859_1));
        throw new MalformedReply("a line without end", false);
      }
      if (position < limit) {
        position++;
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      }
    }
  }
}
