package org.workherald.smtp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.workherald.store.NamedThreads;
import org.workherald.trust.ServerVerifier;

/** Finds the mail server and opens sessions with it. */
final class SmtpDialer implements AutoCloseable {

  private final SessionConfig config;
  private final Function<String, ServerVerifier> verifiers;
  private final Resolver resolver;
  private final Clock clock;
  private final Deadlines deadlines = new Deadlines();

  /** Where a host's addresses come from. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] addresses(String host) throws IOException;
  }

  /**
   * @param verifiers makes what checks the certificate of the named host, one for each connection
   */
  SmtpDialer(
      SessionConfig config,
      Function<String, ServerVerifier> verifiers,
      Resolver resolver,
      Clock clock) {
    this.config = config;
    this.verifiers = verifiers;
    this.resolver = resolver;
    this.clock = clock;
  }

  /** A session that is ready for mail: connected, verified and logged in. */
  SmtpSession open(SmtpSettings settings) throws SmtpException {
    InetAddress[] addresses = resolve(settings);
    SmtpSession session = connect(settings, addresses);
    try {
      session.begin();
      return session;
    } catch (SmtpException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Step one: the addresses. Without TLS only those of this very machine will do. */
  InetAddress[] resolve(SmtpSettings settings) throws SmtpException {
    try {
      FutureTask<InetAddress[]> lookup =
          new FutureTask<>(() -> resolver.addresses(settings.host()));
      // The system's resolver takes its own time, and cannot be told to stop.
      new NamedThreads("smtp-lookup").newThread(lookup).start();
      InetAddress[] found =
          lookup.get(config.timeouts().connect().toMillis(), TimeUnit.MILLISECONDS);
      if (settings.tls() == TlsMode.NONE) {
        for (InetAddress address : found) {
          if (!address.isLoopbackAddress()) {
            throw new SmtpException(Step.RESOLVE, Faults.notLoopback());
          }
        }
      }
      return found;
    } catch (ExecutionException e) {
      IOException cause =
          e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
      throw new SmtpException(Step.RESOLVE, Faults.of(Step.RESOLVE, cause, settings), e);
    } catch (TimeoutException e) {
      throw new SmtpException(
          Step.RESOLVE, Faults.of(Step.RESOLVE, new SocketTimeoutException(), settings), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SmtpException(Step.CONNECT, Faults.interrupted(), e);
    }
  }

  /** Step two: a connection to the first address that takes one. Nothing was said yet. */
  SmtpSession connect(SmtpSettings settings, InetAddress[] addresses) throws SmtpException {
    Duration limit = config.timeouts().connect().dividedBy(addresses.length);
    IOException last = new ConnectException("no address");
    for (InetAddress address : addresses) {
      Socket socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.connect(
            new InetSocketAddress(address, settings.port()), (int) Math.max(1, limit.toMillis()));
        return new SmtpSession(
            new SmtpWire(socket, deadlines),
            settings,
            config,
            verifiers.apply(settings.host()),
            clock);
      } catch (IOException e) {
        last = e;
        closeQuietly(socket);
      }
    }
    throw new SmtpException(Step.CONNECT, Faults.of(Step.CONNECT, last, settings), last);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It was never open: there is nothing to lose.
    }
  }

  @Override
  public void close() {
    deadlines.close();
  }
}
