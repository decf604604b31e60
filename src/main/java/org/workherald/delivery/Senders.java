package org.workherald.delivery;

import java.util.UUID;
import org.workherald.mail.MimeComposer.Sender;
import org.workherald.smtp.SmtpSettings;

/** Who mails are from, by the SMTP settings. */
final class Senders {

  private Senders() {}

  static Sender of(SmtpSettings settings) {
    return new Sender(settings.from(), settings.fromName(), settings.replyTo());
  }

  /** A Message-ID in the sender's own domain (RFC 5322 section 3.6.4), without angle brackets. */
  static String messageId(UUID id, SmtpSettings settings) {
    return id + "@" + of(settings).domain();
  }
}
