package org.workherald.bench.sink;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/**
 * The replies of one session. Without a delay they leave together when the input is used up. With
 * one, each leaves that long after its command arrived, in order, as on a long line: replies to
 * pipelined commands wait side by side, not one after the other.
 */
final class SinkReplies implements Runnable {
  private record Reply(long due, byte[] bytes) {}

  private final long delayNanos;
  private final Deque<Reply> waiting = new ArrayDeque<>();
  private OutputStream out;
  private boolean closed;

  SinkReplies(OutputStream out, long delayNanos) {
    this.out = new BufferedOutputStream(out);
    this.delayNanos = delayNanos;
  }

  /** For STARTTLS: everything said so far has left, what follows goes the new way. */
  synchronized void switchTo(OutputStream encrypted) {
    out = new BufferedOutputStream(encrypted);
  }

  /**
   * @param arrived {@link System#nanoTime()} when the command came
   */
  synchronized void say(long arrived, String reply) throws IOException {
    byte[] bytes = (reply + "\r\n").getBytes(StandardCharsets.US_ASCII);
    if (delayNanos == 0) {
      out.write(bytes);
    } else {
      waiting.add(new Reply(arrived + delayNanos, bytes));
      notifyAll();
    }
  }

  /** The input is used up: send what may be sent. */
  synchronized void flush() throws IOException {
    if (delayNanos == 0) {
      out.flush();
    }
  }

  /** Returns when everything said has left. */
  synchronized void drain() throws IOException, InterruptedException {
    flush();
    while (!waiting.isEmpty() && !closed) {
      wait();
    }
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** The delayed way out. */
  @Override
  public void run() {
    try {
      for (Reply next = next(); next != null; next = next()) {
        while (next.due() > System.nanoTime()) {
          LockSupport.parkNanos(next.due() - System.nanoTime());
        }
        sendDue();
      }
    } catch (IOException | InterruptedException gone) {
      close();
    }
  }

  private synchronized Reply next() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    return closed ? null : waiting.peek();
  }

  private synchronized void sendDue() throws IOException {
    long now = System.nanoTime();
    while (!waiting.isEmpty() && waiting.peek().due() <= now) {
      out.write(waiting.poll().bytes());
    }
    out.flush();
    notifyAll();
  }
}
