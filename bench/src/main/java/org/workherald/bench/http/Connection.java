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

/** One kept HTTP/1.1 connection, one request at a time; answers must tell their length. */
final class Connection {
  private static final int LARGEST_HEAD = 16 * 1024;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final byte[] head = new byte[LARGEST_HEAD];
  private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
  private ByteBuffer request = ByteBuffer.allocate(0);
  private int headLength;
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
    bodyLeft = -1;
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
    while (bodyLeft < 0 && in.hasRemaining()) {
      head[headLength++] = in.get();
      if (headLength > 3 && head[headLength - 1] == '\n' && head[headLength - 3] == '\n') {
        parseHead(new String(head, 0, headLength, StandardCharsets.US_ASCII));
      }
    }
    bodyLeft -= in.remaining();
    answeredAt = System.nanoTime();
    return headLength > 0 && bodyLeft == 0;
  }

  private void parseHead(String text) {
    status = Integer.parseInt(text, 9, 12, 10);
    int length = text.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length:");
    if (length < 0) {
      throw new IllegalStateException("no Content-Length in " + text);
    }
    int from = length + "\r\ncontent-length:".length();
    bodyLeft = Long.parseLong(text.substring(from, text.indexOf('\r', from)).strip());
  }
}
