package org.workherald.bench.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One kept HTTP/1.1 connection, one request at a time. */
final class Connection {
  private static final int LARGEST_HEAD = 16 * 1024;
  private static final String LAST_CHUNK = "0\r\n\r\n";

  private final SocketChannel channel;
  private final SelectionKey key;
  private final byte[] head = new byte[LARGEST_HEAD];
  private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
  private ByteBuffer request = ByteBuffer.allocate(0);
  private int headLength;
  private final StringBuilder tail = new StringBuilder();
  private boolean inBody;
  private boolean chunked;
  private long bodyLeft;
  private int status;
  private long askedAt;
  private long answeredAt;

  Connection(InetSocketAddress address, Selector selector) throws IOException {
    channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Sends a copy, as the caller patches the same bytes for the next one. */
  void ask(ByteBuffer template) throws IOException {
    if (request.capacity() < template.remaining()) {
      request = ByteBuffer.allocateDirect(template.remaining());
    }
    request.clear().put(template).flip();
    headLength = 0;
    inBody = false;
    tail.setLength(0);
    askedAt = System.nanoTime();
    write();
  }

  /** Returns whether the answer is complete. */
  boolean proceed(SelectionKey ready) throws IOException {
    if (ready.isWritable()) {
      write();
    }
    return ready.isReadable() && read();
  }

  int status() {
    return status;
  }

  long nanos() {
    return answeredAt - askedAt;
  }

  void close() throws IOException {
    channel.close();
  }

  private void write() throws IOException {
    channel.write(request);
    key.interestOps(
        request.hasRemaining()
            ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
            : SelectionKey.OP_READ);
  }

  private boolean read() throws IOException {
    in.clear();
    if (channel.read(in) < 0) {
      throw new EOFException("closed by the server");
    }
    in.flip();
    while (!inBody && in.hasRemaining()) {
      head[headLength++] = in.get();
      if (headLength > 3 && head[headLength - 1] == '\n' && head[headLength - 3] == '\n') {
        parseHead(new String(head, 0, headLength, StandardCharsets.US_ASCII));
      }
    }
    answeredAt = System.nanoTime();
    return inBody && (chunked ? lastChunk() : countDown());
  }

  private boolean countDown() {
    bodyLeft -= in.remaining();
    return bodyLeft == 0;
  }

  /** JSON has no line ends of its own, so the end of the last chunk looks like nothing else. */
  private boolean lastChunk() {
    for (int at = Math.max(in.position(), in.limit() - LAST_CHUNK.length());
        at < in.limit();
        at++) {
      tail.append((char) in.get(at));
    }
    tail.delete(0, Math.max(0, tail.length() - LAST_CHUNK.length()));
    return LAST_CHUNK.contentEquals(tail);
  }

  private void parseHead(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    status = Integer.parseInt(text, 9, 12, 10);
    inBody = true;
    chunked = lower.contains("\r\ntransfer-encoding: chunked");
    if (!chunked) {
      int from = lower.indexOf("\r\ncontent-length:") + "\r\ncontent-length:".length();
      bodyLeft = Long.parseLong(lower.substring(from, lower.indexOf('\r', from)).strip());
    }
  }
}
