package org.workherald.bench.sink;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLSocketFactory;

/**
 * A mail server that throws everything away and counts: STARTTLS with a certificate of a private CA
 * made at start, login required, on an ephemeral loopback port. A process of its own, so that
 * nobody's figure includes its garbage or its compiler.
 *
 * <p>Says {@code ready <port>} on standard output, then answers {@code stats} and {@code reset},
 * line by line, until standard input ends.
 */
public final class Sink {
  private final ServerSocket server;
  private final SSLSocketFactory tls;
  private final Duration delay;
  private final SinkCounters counters;

  private Sink(ServerSocket server, SSLSocketFactory tls, Duration delay, SinkCounters counters) {
    this.server = server;
    this.tls = tls;
    this.delay = delay;
    this.counters = counters;
  }

  /** Arguments: where to write the CA, {@code --reply-delay-ms=n}, {@code --ids}. */
  public static void main(String[] args) throws Exception {
    SinkCertificates certificates = SinkCertificates.create("localhost");
    Files.writeString(Path.of(args[0]), certificates.caPem());
    long delay =
        Arrays.stream(args)
            .filter(arg -> arg.startsWith("--reply-delay-ms="))
            .mapToLong(arg -> Long.parseLong(arg.substring(arg.indexOf('=') + 1)))
            .findFirst()
            .orElse(0);
    SinkCounters counters = new SinkCounters(Arrays.asList(args).contains("--ids"));
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Sink sink =
          new Sink(
              server,
              certificates.serverContext().getSocketFactory(),
              Duration.ofMillis(delay),
              counters);
      daemon("accept", sink::accept);
      System.out.println("ready " + server.getLocalPort());
      sink.obey();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        daemon("session", new SinkSession(socket, tls, delay, counters));
      }
    } catch (IOException closed) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(closed);
      }
    }
  }

  private void obey() throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      if (line.equals("reset")) {
        counters.reset();
      }
      System.out.println(counters);
    }
  }

  private static void daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
