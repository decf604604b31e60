package org.workherald.smtp;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.mailer.Mail;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.workherald.bench.delivery.Contender;
import org.workherald.bench.delivery.Lanes;
import org.workherald.bench.delivery.Letter;
import org.workherald.bench.delivery.Target;
import org.workherald.mail.MimeComposer;
import org.workherald.settings.Secret;
import org.workherald.trust.Trust;

/**
 * Workherald's own composer and transport as the service has them, with the defaults of its
 * configuration. In its package, and compiled against the packaged service, so that nothing has to
 * be opened for it.
 */
public final class TransportContender implements Contender {
  /** As many as a worker of the service claims at a time. */
  private static final int CLAIM = 50;

  private static final MimeComposer.Sender SENDER =
      new MimeComposer.Sender(Letter.SENDER, null, null);

  private final MimeComposer composer = new MimeComposer();
  private final Lanes lanes;
  private final SmtpTransport transport;

  /** Off, unless what they cost is to be measured. */
  private static Transcripts transcripts() {
    String asked = System.getenv().getOrDefault("WORKHERALD_DELIVERY_TRANSCRIPTS", "off");
    return Transcripts.valueOf(asked.toUpperCase(Locale.ROOT));
  }

  public TransportContender(Target target) throws Exception {
    lanes = new Lanes(target.connections());
    Clock clock = Clock.systemUTC();
    Trust trust = Trust.only(clock, ca(target));
    SmtpSettings settings =
        new SmtpSettings(
            new Endpoint(target.host(), target.port(), TlsMode.STARTTLS),
            Letter.SENDER,
            null,
            null,
            new SmtpSettings.Login(Target.USER, new Secret(Target.PASSWORD)),
            target.connections(),
            0);
    SessionPool.Revision revision = new SessionPool.Revision(1, trust.revision());
    SessionConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(SessionConfig.class)
            .addDiscoveredConverters()
            .build()
            .getConfigMapping(SessionConfig.class);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    transport =
        new SmtpTransport(
            () -> revision,
            () -> Optional.of(settings),
            new SmtpDialer(
                config,
                trust::verifier,
                InetAddress::getAllByName,
                clock,
                meters,
                SmtpDialer.PATIENCE),
            connections -> Optional.of(Slot.OWN),
            transcripts(),
            clock,
            meters);
  }

  @Override
  public void send(long first, int count) throws Exception {
    lanes.send(
        first,
        count,
        (lane, from, mails) -> {
          for (long claim = from; claim < from + mails; claim += CLAIM) {
            Iterator<OutgoingMessage> messages =
                LongStream.range(claim, Math.min(claim + CLAIM, from + mails))
                    .mapToObj(this::message)
                    .iterator();
            transport.send(messages, TransportContender::require, id -> true);
          }
        });
  }

  private static void require(SendResult result) {
    if (!result.sent()) {
      throw new IllegalStateException(result.toString());
    }
  }

  private OutgoingMessage message(long number) {
    Letter letter = new Letter(number);
    UUID id = UUID.randomUUID();
    Mail mail =
        new Mail()
            .setTo(List.of(letter.recipient()))
            .setSubject(letter.subject())
            .setText(letter.text())
            .setHtml(letter.html());
    byte[] content = composer.compose(mail, SENDER, id + "@example.com", Instant.now());
    return new OutgoingMessage(id, Letter.SENDER, letter.recipient(), content);
  }

  private static X509Certificate ca(Target target) throws Exception {
    try (InputStream pem = Files.newInputStream(target.ca())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
    }
  }
}
