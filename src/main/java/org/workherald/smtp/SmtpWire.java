package org.workherald.smtp;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * The bytes of one connection: commands out, gathered into packets; replies in, of bounded length;
 * a deadline on each. Nothing that could break out of a command leaves here.
 */
final class SmtpWire {

  /** RFC 5321 says 512 octets a line; some servers are more talkative. */
  private static final int LONGEST_LINE = 4096;

  private static final int MOST_LINES = 128;
  private static final int LONGEST_REPLY = 64 * 1024;
  private static final int BLOCK = 64 * 1024;

  private final HeardSocket raw;
  private final Deadlines deadlines;
  private InputStream in;
  private OutputStream out;
  private final byte[] buffer = new byte[16 * 1024];
  private int position;
  private int limit;
  private final ByteArrayOutputStream packet = new ByteArrayOutputStream(BLOCK);

  SmtpWire(HeardSocket raw, Deadlines deadlines) throws IOException {
    this.raw = raw;
    this.deadlines = deadlines;
    this.in = raw.getInputStream();
    this.out = raw.getOutputStream();
  }

  HeardSocket raw() {
    return raw;
  }

  /**
   * Handshakes, and talks inside TLS from then on. What was read before is gone.
   *
   * @throws MalformedReply when the server speaks neither TLS nor SMTP
   */
  void upgrade(SSLSocket secure, Duration limit) throws IOException {
    try {
      deadlines.within(
          limit,
          raw,
          () -> {
            secure.startHandshake();
            return null;
          });
    } catch (SSLException e) {
      throw raw.tls() || raw.reply() ? e : new MalformedReply("neither TLS nor SMTP", false);
    }
    in = secure.getInputStream();
    out = secure.getOutputStream();
    position = this.limit = 0;
  }

  /** Whether the server has said nothing that is not read yet, as far as can be seen from here. */
  boolean quiet() throws IOException {
    return position == limit && raw.getInputStream().available() == 0;
  }

  /** Whether the server says nothing for so long. Nothing is lost of what it says. */
  boolean silent(Duration patience) throws IOException {
    if (position < limit) {
      return false;
    }
    raw.setSoTimeout((int) patience.toMillis());
    try {
      position = limit = 0;
      limit = Math.max(0, in.read(buffer)); // an end is found again by whoever reads on
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      raw.setSoTimeout(0);
    }
  }

  /** Adds a command to the packet. */
  void command(String line) {
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) < ' ' || line.charAt(i) == 0x7f) {
        throw new IllegalArgumentException("control character in an SMTP command");
      }
    }
    packet.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    packet.write('\r');
    packet.write('\n');
  }

  /** Adds dot-stuffed content, final dot included, to the packet. */
  void content(byte[] content) {
    packet.writeBytes(content);
  }

  /**
   * Holds that all the server said is read: what stands here now would be taken for the answer to
   * what is sent next.
   *
   * @throws MalformedReply when it said more than it was asked for
   */
  void heardOut() throws IOException {
    if (position != limit || in.available() > 0) {
      throw new MalformedReply("an answer that nobody asked for", false);
    }
  }

  /** Sends the packet: in one piece when it is small, else in blocks with a deadline each. */
  void flush(Duration limitForBlock) throws IOException {
    heardOut();
    byte[] bytes = packet.toByteArray();
    packet.reset();
    for (int from = 0; from < bytes.length; from += BLOCK) {
      int start = from;
      int length = Math.min(BLOCK, bytes.length - from);
      deadlines.within(
          limitForBlock,
          raw,
          () -> {
            out.write(bytes, start, length);
            out.flush();
            return null;
          });
    }
  }

  /**
   * The next reply.
   *
   * @throws MalformedReply when it is none
   * @throws EOFException when the server hung up
   */
  SmtpReply read(Duration limit) throws IOException {
    return deadlines.within(limit, raw, this::readReply);
  }

  private SmtpReply readReply() throws IOException {
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
        position = limit = 0;
        if (line.size() > 3) {
          // What is no reply by now becomes none, and need not be waited for.
          code(line.toString(StandardCharsets.ISO_8859_1));
        }
        int count = in.read(buffer);
        if (count < 0) {
          if (line.size() > 0) {
            code(line.toString(StandardCharsets.ISO_8859_1));
          }
          throw new EOFException("the server closed the connection");
        }
        limit = count;
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

  /** Hangs up without a word. */
  void close() {
    try {
      raw.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
