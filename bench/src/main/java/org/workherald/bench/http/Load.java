package org.workherald.bench.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A load generator that takes little of the machine it shares: one thread, kept connections to
 * loopback, requests made by patching bytes. Each connection asks again when it has its answer.
 * Bounded in count and in time.
 */
public final class Load {
  private final int port;
  private final int connections;
  private final Duration limit;

  public Load(int port, int connections, Duration limit) {
    this.port = port;
    this.connections = connections;
    this.limit = limit;
  }

  /**
   * @param requests the bytes of request number n, used before the next one is asked for
   * @param expected the status that counts as good
   */
  public Result run(int count, IntFunction<ByteBuffer> requests, int expected) throws IOException {
    long[] latencies = new long[count];
    int started = 0;
    int done = 0;
    int bad = 0;
    long start = System.nanoTime();
    List<Connection> open = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      for (int i = 0; i < Math.min(connections, count); i++) {
        Connection connection = new Connection(address, selector);
        open.add(connection);
        connection.ask(requests.apply(started++));
      }
      while (done < count && System.nanoTime() - start < limit.toNanos()) {
        selector.select(1_000);
        for (SelectionKey key : selector.selectedKeys()) {
          Connection connection = (Connection) key.attachment();
          if (connection.proceed(key)) {
            latencies[done++] = connection.nanos();
            bad += connection.status() == expected ? 0 : 1;
            if (started < count) {
              connection.ask(requests.apply(started++));
            }
          }
        }
        selector.selectedKeys().clear();
      }
    } finally {
      for (Connection connection : open) {
        connection.close();
      }
    }
    return new Result(done, bad, System.nanoTime() - start, Arrays.copyOf(latencies, done));
  }

  /** What came of it; {@code bad} answers are among those {@code done}. */
  public record Result(int done, int bad, long nanos, long[] latencies) {
    public Result {
      Arrays.sort(latencies);
    }

    /** Answers a second. */
    public double rate() {
      return done * 1e9 / nanos;
    }

    /** A percentile of the time to the answer, in milliseconds. */
    public double millis(double percentile) {
      return latencies[(int) Math.ceil(percentile / 100 * done) - 1] / 1e6;
    }
  }
}
