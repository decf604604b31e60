package org.workherald.smtp;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * The bytes of one connection: commands out, gathered into packets; replies in, of bounded length;
 * a deadline on each. Nothing that could break out of a command leaves here.
 */
final class SmtpWire {

  private static final int BLOCK = 64 * 1024;

  private final HeardSocket raw;
  private final Deadlines deadlines;
  private ReplyReader replies;
  private OutputStream out;
  private final ByteArrayOutputStream packet = new ByteArrayOutputStream(BLOCK);

  SmtpWire(HeardSocket raw, Deadlines deadlines) throws IOException {
    this.raw = raw;
    this.deadlines = deadlines;
    this.replies = new ReplyReader(raw.getInputStream());
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
    replies = new ReplyReader(secure.getInputStream());
    out = secure.getOutputStream();
  }

  /** Whether the server has said nothing that is not read yet, as far as can be seen from here. */
  boolean quiet() throws IOException {
    return !replies.pending() && raw.getInputStream().available() == 0;
  }

  /** Whether the server says nothing for so long. Nothing is lost of what it says. */
  boolean silent(Duration patience) throws IOException {
    if (replies.pending()) {
      return false;
    }
    raw.setSoTimeout((int) patience.toMillis());
    try {
      replies.fill(); // an end is found again by whoever reads on
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
    if (!replies.heardOut()) {
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
    return deadlines.within(limit, raw, replies::read);
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
