package org.workherald.delivery;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.workherald.mail.MimeComposer;
import org.workherald.smtp.OutgoingMessage;
import org.workherald.smtp.SendResult;
import org.workherald.smtp.SmtpAccount;
import org.workherald.smtp.SmtpFailure;
import org.workherald.smtp.SmtpSettings;
import org.workherald.smtp.SmtpTransport;
import org.workherald.store.Ids;

/**
 * Quarkus Mailer's API over our verified transport: code written for Quarkus Mailer works and goes
 * the same way as every notification; the extension's own client is never used. Sends at once,
 * without the queue; the {@code Uni} fails with {@link MailNotSent}.
 */
@ApplicationScoped
class VerifiedMailer implements ReactiveMailer {

  private final SmtpTransport transport;
  private final SmtpAccount account;
  private final MimeComposer composer;
  private final Ids ids;
  private final Clock clock;

  VerifiedMailer(
      SmtpTransport transport, SmtpAccount account, MimeComposer composer, Ids ids, Clock clock) {
    this.transport = transport;
    this.account = account;
    this.composer = composer;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public Uni<Void> send(Mail... mails) {
    return Uni.createFrom()
        .voidItem()
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .invoke(() -> List.of(mails).forEach(this::send));
  }

  /** The same for code that waits. */
  @Produces
  @Singleton
  Mailer waiting() {
    return mails -> send(mails).await().indefinitely();
  }

  private void send(Mail mail) {
    SmtpSettings settings =
        account
            .settings()
            .orElseThrow(() -> new MailNotSent("No mail server is set. Set one with PUT /smtp."));
    UUID id = ids.next();
    byte[] content =
        composer.compose(
            mail, Senders.of(settings), Senders.messageId(id, settings), clock.instant());
    Iterator<OutgoingMessage> messages =
        MimeComposer.recipients(mail).stream()
            .map(recipient -> new OutgoingMessage(ids.next(), settings.from(), recipient, content))
            .iterator();
    List<SendResult> results = new ArrayList<>();
    transport.send(messages, results::add, mine -> true);
    Optional<SmtpFailure> failure =
        results.stream().filter(result -> !result.sent()).map(SendResult::failure).findFirst();
    failure.ifPresent(
        f -> {
          throw new MailNotSent(f.detail());
        });
  }
}
