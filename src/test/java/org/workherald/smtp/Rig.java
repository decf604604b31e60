package org.workherald.smtp;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.workherald.settings.Secret;
import org.workherald.store.MovableClock;
import org.workherald.trust.Trust;

/** A transport as production wires it, with a movable clock and settings at hand. */
public final class Rig implements AutoCloseable {

  public static final TestCa CA = TestCa.create("Rig Root");
  public static final TestCa.Leaf LEAF = CA.leaf("localhost", "127.0.0.1", "mail.example.com");
  static final SmtpSettings.Login LOGIN =
      new SmtpSettings.Login("kim", new Secret("correct horse"));

  /** With silence: enough for a handshake on a busy machine, and not for tests to last. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  final MovableClock time;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final SmtpDialer dialer;
  final SmtpTransport transport;
  volatile Trust trust;
  volatile SmtpSettings settings;
  volatile long settingsRevision = 1;
  volatile long trustRevision = 1;
  volatile Slot.Source slots = connections -> Optional.of(Slot.OWN);

  Rig(ScriptedSmtpServer server, TlsMode tls, String... config) {
    this(server.port(), tls, config);
  }

  Rig(int port, TlsMode tls, String... config) {
    this(clock(), port, tls, config);
  }

  /** One of several that share a clock. */
  public Rig(MovableClock clock, int port, TlsMode tls, String... config) {
    this(Transcripts.OFF, clock, port, tls, config);
  }

  /** One that tells what was said. */
  public Rig(Transcripts transcripts, MovableClock clock, int port, TlsMode tls, String... config) {
    time = clock;
    trust = Trust.only(time, CA.certificate());
    settings = settings("mail.example.com", port, tls, LOGIN, 1);
    dialer =
        new SmtpDialer(
            SessionConfigs.with(config),
            host -> trust.verifier(host),
            host ->
                host.endsWith(".example.com")
                    ? new InetAddress[] {InetAddress.getByName("127.0.0.1")}
                    : InetAddress.getAllByName(host),
            time,
            meters,
            PATIENCE);
    transport =
        new SmtpTransport(
            () -> new SessionPool.Revision(settingsRevision, trustRevision),
            () -> Optional.ofNullable(settings),
            dialer,
            connections -> slots.take(connections),
            transcripts,
            time,
            meters);
  }

  static SmtpSettings settings(
      String host, int port, TlsMode tls, SmtpSettings.Login login, int connections) {
    return new SmtpSettings(
        new Endpoint(host, port, tls), "from@example.com", null, null, login, connections, 0);
  }

  /** A clock to move that begins now: certificates are made by the real one. */
  public static MovableClock clock() {
    MovableClock clock = new MovableClock();
    clock.set(Clock.systemUTC().instant());
    return clock;
  }

  public SmtpTransport transport() {
    return transport;
  }

  public Trust trust() {
    return trust;
  }

  /** Changes the settings to as many connections. */
  public void connections(int count) {
    change(settings.endpoint().port(), settings.login(), count);
  }

  /** Changes the settings to another port. */
  public void leadTo(int port) {
    change(port, settings.login(), settings.connections());
  }

  void login(SmtpSettings.Login login) {
    change(settings.endpoint().port(), login, 1);
  }

  private void change(int port, SmtpSettings.Login login, int connections) {
    Endpoint now = settings.endpoint();
    settings = settings(now.host(), port, now.tls(), login, connections);
    settingsRevision++;
  }

  static OutgoingMessage message(String recipient) {
    return message(recipient, "body for " + recipient + "\r\n");
  }

  static OutgoingMessage message(String recipient, String body) {
    return new OutgoingMessage(
        UUID.randomUUID(),
        "from@example.com",
        recipient,
        ("Subject: to " + recipient + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
  }

  /** How many connections count against the limit now. */
  public int open() {
    return (int) meters.get("workherald.smtp.connections").gauge().value();
  }

  /** The result for one message. */
  SendResult send(String recipient) {
    return send(message(recipient)).get(0);
  }

  /** Results in the order of the messages; {@code null} where a message was never pulled. */
  List<SendResult> send(OutgoingMessage... messages) {
    return send(id -> true, messages);
  }

  List<SendResult> send(Predicate<UUID> mine, OutgoingMessage... messages) {
    Map<UUID, SendResult> results = new LinkedHashMap<>();
    for (OutgoingMessage message : messages) {
      results.put(message.id(), null);
    }
    transport.send(
        List.of(messages).iterator(),
        result -> {
          if (results.put(result.message(), result) != null) {
            throw new AssertionError("two results for one message");
          }
        },
        mine);
    return new ArrayList<>(results.values());
  }

  @Override
  public void close() {
    transport.close();
  }
}
