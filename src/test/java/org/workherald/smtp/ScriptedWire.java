package org.workherald.smtp;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;

/** The bytes of a connection to a {@link ScriptedSmtpServer}, as the server sees them. */
public abstract class ScriptedWire {

  final ScriptedSmtpServer server;
  final Socket raw;
  private final ByteArrayOutputStream inPlain = new ByteArrayOutputStream();
  private final ByteArrayOutputStream inTls = new ByteArrayOutputStream();
  private InputStream in;
  private OutputStream out;
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int limit;
  private volatile SSLSocket secure;

  ScriptedWire(ScriptedSmtpServer server, Socket raw) throws IOException {
    this.server = server;
    this.raw = raw;
    this.in = raw.getInputStream();
    this.out = new BufferedOutputStream(raw.getOutputStream(), 64 * 1024);
  }

  /** Whether TLS stands. */
  public boolean secure() {
    return secure != null;
  }

  /** The version of TLS, or {@code null}. */
  String protocol() {
    return secure == null ? null : secure.getSession().getProtocol();
  }

  /** Every byte the client sent outside TLS. */
  public byte[] receivedInPlain() {
    synchronized (inPlain) {
      return inPlain.toByteArray();
    }
  }

  /** Every byte the client sent inside TLS. */
  public byte[] receivedInTls() {
    synchronized (inTls) {
      return inTls.toByteArray();
    }
  }

  byte[] received() {
    byte[] plain = receivedInPlain();
    byte[] more = receivedInTls();
    byte[] all = java.util.Arrays.copyOf(plain, plain.length + more.length);
    System.arraycopy(more, 0, all, plain.length, more.length);
    return all;
  }

  /** Handshakes now. */
  public void startTls() throws IOException {
    SSLSocket socket =
        (SSLSocket) server.tls.getSocketFactory().createSocket(raw, "localhost", 0, true);
    socket.setUseClientMode(false);
    socket.setEnabledProtocols(server.protocols);
    if (server.ciphers.length > 0) {
      socket.setEnabledCipherSuites(server.ciphers);
    }
    socket.startHandshake();
    in = socket.getInputStream();
    out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
    position = limit = 0;
    secure = socket;
  }

  /**
   * Asks for another handshake inside TLS 1.2 and waits for it.
   *
   * @param resumed whether the session may be taken up again, for which no certificate is shown
   */
  public void renegotiate(boolean resumed) throws IOException {
    if (!resumed) {
      secure.getSession().invalidate();
    }
    secure.startHandshake();
  }

  void flushWhenDue() throws IOException {
    if (position == limit && in.available() == 0) {
      flush();
    }
  }

  byte[] readBody() throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    boolean lineStart = true;
    while (true) {
      int b = read();
      if (lineStart && b == '.') {
        int next = read();
        if (next == '\r') {
          if (read() == '\n') {
            return content.toByteArray();
          }
          throw new IOException("a dot, a CR and no LF");
        }
        b = next;
      }
      content.write(b);
      if (b == '\r') {
        b = read();
        content.write(b);
        lineStart = b == '\n';
      } else {
        lineStart = false;
      }
    }
  }

  String readLine() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int b;
    while ((b = read()) != '\n') {
      bytes.write(b);
    }
    String text = bytes.toString(StandardCharsets.UTF_8);
    if (!text.endsWith("\r")) {
      // No command at all; hanging up at once could take back what was said before.
      write("500 5.5.2 bare LF\r\n");
      flush();
      untilClientLeaves();
    }
    return text.substring(0, text.length() - 1);
  }

  private int read() throws IOException {
    if (position == limit) {
      if (in.available() == 0) {
        flush();
      }
      position = 0;
      limit = Math.max(0, in.read(buffer));
      if (limit == 0) {
        throw new EOFException();
      }
      if (server.keepMails) {
        ByteArrayOutputStream record = secure() ? inTls : inPlain;
        synchronized (record) {
          record.write(buffer, 0, limit);
        }
      }
    }
    return buffer[position++] & 0xff;
  }

  public void write(String text) throws IOException {
    writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public void writeBytes(byte[] bytes) throws IOException {
    pending = true;
    out.write(bytes);
  }

  private boolean pending;

  public void flush() throws IOException {
    if (pending) {
      pending = false;
      if (!server.delay.isZero()) {
        LockSupport.parkNanos(server.delay.toNanos());
      }
      out.flush();
    }
  }

  /** How many bytes of the client's are here and not read yet, as far as is known. */
  public int unread() throws IOException {
    return limit - position + in.available();
  }

  /** Reads nothing until the connection is over, or the server closed. */
  public void awaitDrop() {
    while (!raw.isClosed()) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** Waits until the client has said something, and leaves it unread. */
  public void awaitClient() throws IOException {
    while (unread() == 0 && !raw.isClosed()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Waits for one byte more from the client. */
  public int readByte() throws IOException {
    return read();
  }

  /** Reads and forgets until the client hangs up. */
  public void untilClientLeaves() throws IOException {
    while (true) {
      read();
    }
  }

  /** Ends the connection as a process that crashed does: what it had said may be lost. */
  public void abort() {
    try {
      raw.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is over already.
    }
    drop();
  }

  /** Hangs up. */
  public void drop() {
    try {
      raw.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
