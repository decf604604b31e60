package org.workherald.bench.sink;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Lines out of a stream without a copy each: the line read last lies between two marks. */
final class SinkInput {
  private final SinkReplies replies;
  private final byte[] buffer = new byte[64 * 1024];
  private InputStream in;
  private int lineStart;
  private int next;
  private int end;
  private long arrived;

  SinkInput(InputStream in, SinkReplies replies) {
    this.in = in;
    this.replies = replies;
  }

  /** For STARTTLS. What came in plain and was not read is forgotten. */
  void switchTo(InputStream encrypted) {
    in = encrypted;
    next = 0;
    end = 0;
  }

  /** When the bytes of the line read last came. */
  long arrived() {
    return arrived;
  }

  /** Reads the next line, its line end included, and returns its length. */
  int readLine() throws IOException {
    lineStart = next;
    int scan = next;
    while (true) {
      while (scan < end) {
        if (buffer[scan++] == '\n') {
          next = scan;
          return next - lineStart;
        }
      }
      if (end == buffer.length) {
        System.arraycopy(buffer, lineStart, buffer, 0, end - lineStart);
        end -= lineStart;
        scan -= lineStart;
        lineStart = 0;
      }
      replies.flush();
      int count = in.read(buffer, end, buffer.length - end);
      if (count <= 0) {
        throw new EOFException();
      }
      arrived = System.nanoTime();
      end += count;
    }
  }

  byte at(int index) {
    return buffer[lineStart + index];
  }

  /** The line read last, without its line end. */
  String line() {
    return new String(buffer, lineStart, next - lineStart, StandardCharsets.UTF_8).stripTrailing();
  }
}
