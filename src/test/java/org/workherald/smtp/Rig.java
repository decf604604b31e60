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
final class Rig implements AutoCloseable {

  static final TestCa CA = TestCa.create("Rig Root");
  static final TestCa.Leaf LEAF = CA.leaf("localhost", "127.0.0.1", "mail.example.com");
  static final SmtpSettings.Login LOGIN =
      new SmtpSettings.Login("kim", new Secret("correct horse"));

  /** With silence: enough for a handshake on a busy machine, and not for tests to last. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  final MovableClock time = new MovableClock();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final SmtpDialer dialer;
  final SmtpTransport transport;
  volatile Trust trust = Trust.only(time, CA.certificate());
  volatile SmtpSettings settings;
  volatile long settingsRevision = 1;
  volatile long trustRevision = 1;
  volatile Slot.Source slots = connections -> Optional.of(Slot.OWN);

  Rig(ScriptedSmtpServer server, TlsMode tls, String... config) {
    this(server.port(), tls, config);
  }

  Rig(int port, TlsMode tls, String... config) {
    time.set(Clock.systemUTC().instant()); // certificates are made by the real clock
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
            time,
            meters);
  }

  static SmtpSettings settings(
      String host, int port, TlsMode tls, SmtpSettings.Login login, int connections) {
    return new SmtpSettings(
        new Endpoint(host, port, tls), "from@example.com", null, null, login, connections, 0);
  }

  void login(SmtpSettings.Login login) {
    settings =
        settings(
            settings.endpoint().host(),
            settings.endpoint().port(),
            settings.endpoint().tls(),
            login,
            1);
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
  int open() {
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
