package org.workherald.faults;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A connection to the service for requests that no HTTP client would send; on loopback only. */
final class Caller implements AutoCloseable {

  private final int port;
  private final Duration patience;
  private Socket socket;
  private InputStream in;

  Caller(int port, Duration patience) {
    this.port = port;
    this.patience = patience;
  }

  /**
   * Sends a whole request and waits for the answer.
   *
   * @throws SocketTimeoutException when none comes in time
   */
  Reply exchange(byte[] request, boolean head) throws IOException {
    boolean reused = socket != null;
    try {
      Reply reply = attempt(request, head);
      // A connection that was kept may have been closed just now: that says nothing of the request.
      return reply == Reply.NONE && reused ? attempt(request, head) : reply;
    } catch (SocketException e) {
      hangUp();
      return reused ? attempt(request, head) : Reply.NONE;
    }
  }

  private Reply attempt(byte[] request, boolean head) throws IOException {
    connect();
    try {
      socket.getOutputStream().write(request);
    } catch (SocketException e) {
      // It may have been answered before it was read in full.
    }
    try {
      Reply reply = Reply.read(in, head);
      if (reply.last()) {
        hangUp();
      }
      return reply;
    } catch (IOException e) {
      hangUp();
      throw e;
    }
  }

  /** Sends a part of a request, and goes away. */
  void abandon(byte[] part) throws IOException {
    hangUp();
    connect();
    try {
      socket.getOutputStream().write(part);
    } catch (SocketException e) {
      // Refused before it was read.
    }
    hangUp();
  }

  /** The connection, for what is no exchange. */
  Socket connect() throws IOException {
    if (socket == null) {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) patience.toMillis());
      in = new BufferedInputStream(socket.getInputStream());
    }
    return socket;
  }

  @Override
  public void close() {
    hangUp();
  }

  /** The next request goes over another connection. */
  void hangUp() {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      socket = null;
    }
  }
}
