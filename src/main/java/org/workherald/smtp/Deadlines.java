package org.workherald.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.workherald.store.NamedThreads;

/**
 * Ends steps that take too long by closing their socket from outside. A socket's own time-out
 * counts from the last byte, and not at all for writing, so a server could stretch it for ever.
 */
final class Deadlines implements AutoCloseable {

  private final ScheduledThreadPoolExecutor watch;

  Deadlines() {
    watch = new ScheduledThreadPoolExecutor(1, new NamedThreads("smtp-deadlines"));
    watch.setRemoveOnCancelPolicy(true);
  }

  /** A blocking piece of work on a socket. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * @throws SocketTimeoutException when the work was not done in time; the socket is closed then
   */
  <T> T within(Duration limit, Closeable socket, Work<T> work) throws IOException {
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> end =
        watch.schedule(() -> end(late, socket), limit.toNanos(), TimeUnit.NANOSECONDS);
    try {
      T result = work.run();
      if (late.get()) {
        throw new SocketTimeoutException();
      }
      return result;
    } catch (IOException e) {
      if (late.get() && !(e instanceof SocketTimeoutException)) {
        SocketTimeoutException timeout = new SocketTimeoutException();
        timeout.initCause(e);
        throw timeout;
      }
      throw e;
    } finally {
      end.cancel(false);
    }
  }

  private static Void end(AtomicBoolean late, Closeable socket) throws IOException {
    late.set(true);
    socket.close();
    return null;
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
