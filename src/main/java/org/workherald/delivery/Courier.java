package org.workherald.delivery;

import io.quarkus.mailer.Mail;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.stream.Collectors;
import org.workherald.mail.MailRenderer;
import org.workherald.mail.MimeComposer;
import org.workherald.notification.NotificationStore;
import org.workherald.notification.RecipientCodec;
import org.workherald.notification.StoredNotifications;
import org.workherald.outbox.Lease;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.smtp.OutgoingMessage;
import org.workherald.smtp.SmtpSettings;

/** Turns leased entries into messages ready for the wire. */
@ApplicationScoped
class Courier {

  private final NotificationStore notifications;
  private final RecipientCodec recipients;
  private final MailRenderer renderer;
  private final MimeComposer composer;
  private final Clock clock;

  Courier(
      NotificationStore notifications,
      RecipientCodec recipients,
      MailRenderer renderer,
      MimeComposer composer,
      Clock clock) {
    this.notifications = notifications;
    this.recipients = recipients;
    this.renderer = renderer;
    this.composer = composer;
    this.clock = clock;
  }

  /** The notifications that a lease's entries belong to. */
  StoredNotifications notifications(Lease lease) {
    return notifications.look(
        lease.entries().stream().map(LeasedEntry::message).collect(Collectors.toSet()));
  }

  /**
   * The message for one entry. Its Message-ID is made of the entry's id, so that it is the same
   * however often it is tried.
   *
   * @throws RuntimeException when it cannot be rendered; this entry's failure alone
   */
  OutgoingMessage message(LeasedEntry entry, StoredNotifications stored, SmtpSettings settings) {
    Mail mail = renderer.render(stored.get(entry.message()), recipients.decode(entry.payload()));
    byte[] content =
        composer.compose(
            mail, Senders.of(settings), Senders.messageId(entry.id(), settings), clock.instant());
    return new OutgoingMessage(entry.id(), settings.from(), entry.recipient(), content);
  }
}
