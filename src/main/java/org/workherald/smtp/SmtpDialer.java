package org.workherald.smtp;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.workherald.store.NamedThreads;
import org.workherald.trust.ServerVerifier;
import org.workherald.trust.Trust;

/**
 * Finds the mail server and opens sessions with it: those that send, and those that only look.
 * Lives as long as {@link SmtpTransport}, which closes it after its last farewell.
 */
@Singleton
final class SmtpDialer implements AutoCloseable {

  /** Longer than servers pause before they greet, to tell clients that cannot wait (6 s). */
  static final Duration PATIENCE = Duration.ofSeconds(8);

  private final SessionConfig config;
  private final Function<String, ServerVerifier> verifiers;
  private final Resolver resolver;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Duration patience;
  private final Deadlines deadlines = new Deadlines();

  /** Where a host's addresses come from. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] addresses(String host) throws IOException;
  }

  @Inject
  SmtpDialer(SessionConfig config, Trust trust, Clock clock, MeterRegistry meters) {
    this(config, trust::verifier, InetAddress::getAllByName, clock, meters, PATIENCE);
  }

  /**
   * @param verifiers makes what checks the certificate of the named host, one for each connection
   * @param patience how long silence lasts until a server is asked whether it waits for TLS
   */
  SmtpDialer(
      SessionConfig config,
      Function<String, ServerVerifier> verifiers,
      Resolver resolver,
      Clock clock,
      MeterRegistry meters,
      Duration patience) {
    this.config = config;
    this.verifiers = verifiers;
    this.resolver = resolver;
    this.clock = clock;
    this.meters = meters;
    this.patience = patience;
  }

  /**
   * A session that is ready for mail: connected, verified and logged in.
   *
   * @param log is told how it went, and what is said from then on
   */
  SmtpSession open(SmtpSettings settings, DialogueLog log) throws SmtpException {
    InetAddress[] addresses = resolve(settings.endpoint());
    log.resolved(settings.endpoint().host(), addresses);
    SmtpSession session = connect(settings.endpoint(), addresses, log);
    try {
      begin(session, settings.login(), step -> {});
      return session;
    } catch (SmtpException e) {
      session.close();
      count(e);
      throw e;
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  /** Counts when TLS failed with the server in use. */
  void count(SmtpException failed) {
    if (failed.step() == Step.HANDSHAKE) {
      meters
          .counter("workherald.smtp.tls.failures", "cause", failed.failure().cause().word())
          .increment();
    }
  }

  /** Makes a session ready for mail, and finds out why when the server never greets. */
  void begin(SmtpSession session, SmtpSettings.Login login, Consumer<Step> passed)
      throws SmtpException {
    try {
      session.begin(login, passed);
    } catch (SmtpException e) {
      if (session.endpoint().tls() != TlsMode.IMPLICIT
          && e.step() == Step.GREETING
          && e.failure().cause() == Cause.TIMEOUT
          && speaksTls(session)) {
        throw waitsForTls(session);
      }
      throw e;
    }
  }

  /**
   * For who cannot wait for a greeting as long as sending does: a server that has been silent for a
   * while is asked whether it is waiting for TLS.
   */
  void expectGreeting(SmtpSession session) throws SmtpException {
    if (session.endpoint().tls() != TlsMode.IMPLICIT
        && session.silent(patience)
        && speaksTls(session)) {
      throw waitsForTls(session);
    }
  }

  private static SmtpException waitsForTls(SmtpSession session) {
    return new SmtpException(Step.GREETING, Faults.tlsFromTheStart(session.endpoint()));
  }

  /**
   * Whether TLS is spoken from the first byte where this session leads to. Tried over a connection
   * of its own, for one that merely greets late would take TLS for an offence.
   */
  private boolean speaksTls(SmtpSession silent) {
    Endpoint endpoint =
        new Endpoint(silent.endpoint().host(), silent.endpoint().port(), TlsMode.IMPLICIT);
    try {
      SmtpSession trial =
          connect(endpoint, new InetAddress[] {silent.wire().raw().getInetAddress()});
      return deadlines.within(patience, trial::close, () -> showsCertificate(trial));
    } catch (SmtpException | IOException e) {
      return false;
    }
  }

  private static boolean showsCertificate(SmtpSession trial) {
    try {
      new Opening(trial).protect(step -> {});
      return true;
    } catch (SmtpException e) {
      return !trial.verifier().presented().isEmpty(); // refused or not
    } finally {
      trial.close();
    }
  }

  /** Step one: the addresses. Without TLS only those of this very machine will do. */
  InetAddress[] resolve(Endpoint endpoint) throws SmtpException {
    try {
      FutureTask<InetAddress[]> lookup =
          new FutureTask<>(() -> resolver.addresses(endpoint.host()));
      // The system's resolver takes its own time, and cannot be told to stop.
      new NamedThreads("smtp-lookup").newThread(lookup).start();
      InetAddress[] found =
          lookup.get(config.timeouts().connect().toMillis(), TimeUnit.MILLISECONDS);
      if (endpoint.tls() == TlsMode.NONE) {
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
      throw new SmtpException(Step.RESOLVE, Faults.of(Step.RESOLVE, cause, endpoint), e);
    } catch (TimeoutException e) {
      throw new SmtpException(
          Step.RESOLVE, Faults.of(Step.RESOLVE, new SocketTimeoutException(), endpoint), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SmtpException(Step.CONNECT, Faults.interrupted(), e);
    }
  }

  /** Step two: a connection to the first address that takes one. Nothing was said yet. */
  SmtpSession connect(Endpoint endpoint, InetAddress[] addresses) throws SmtpException {
    return connect(endpoint, addresses, DialogueLog.NONE);
  }

  private SmtpSession connect(Endpoint endpoint, InetAddress[] addresses, DialogueLog log)
      throws SmtpException {
    Duration limit = config.timeouts().connect().dividedBy(addresses.length);
    IOException last = new ConnectException("no address");
    for (InetAddress address : addresses) {
      HeardSocket socket = new HeardSocket();
      try {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.connect(
            new InetSocketAddress(address, endpoint.port()), (int) Math.max(1, limit.toMillis()));
        log.connected(address, endpoint.port());
        return new SmtpSession(
            new SmtpWire(socket, deadlines),
            endpoint,
            config,
            verifiers.apply(endpoint.host()),
            log,
            clock);
      } catch (IOException e) {
        last = e;
        log.unreachable(address, endpoint.port(), e);
        closeQuietly(socket);
      } catch (RuntimeException | Error e) {
        closeQuietly(socket);
        throw e;
      }
    }
    throw new SmtpException(Step.CONNECT, Faults.of(Step.CONNECT, last, endpoint), last);
  }

  private static void closeQuietly(HeardSocket socket) {
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
