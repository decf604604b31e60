package org.workherald.mail;

import io.quarkus.mailer.Mail;
import io.quarkus.runtime.util.HashUtil;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.workherald.notification.Event;
import org.workherald.notification.Notification;
import org.workherald.notification.Recipient;
import org.workherald.notification.WorkItem;

/**
 * Turns a notification into words for one reader: subject, text and HTML in the reader's language
 * and time zone.
 */
@ApplicationScoped
public class MailRenderer {

  private final Letters letters;
  private final Clock clock;

  MailRenderer(Letters letters, Clock clock) {
    this.letters = letters;
    this.clock = clock;
  }

  /** A mail to one reader. Its thread has no domain yet: {@link MimeComposer} gives it one. */
  public Mail render(Notification notification, Recipient recipient) {
    return render(notification, recipient, clock.instant());
  }

  /** The same, at a certain time: mails say how far away it is that something is due. */
  Mail render(Notification notification, Recipient recipient, Instant now) {
    Event event = notification.event();
    WorkItem item = notification.workItem();
    Letter letter = letters.write(event, item, recipient, now);
    String thread = "<" + thread(item.id()) + ">";
    Mail mail =
        new Mail()
            .setTo(
                List.of(
                    new Mailbox(CleanText.line(recipient.name()), recipient.email()).toString()))
            .setSubject(letter.subject())
            .setText(letter.text())
            .setHtml(letter.html())
            .addHeader("Auto-Submitted", "auto-generated")
            .addHeader("Content-Language", letter.language())
            .addHeader("In-Reply-To", thread)
            .addHeader("References", thread)
            .addHeader("X-Auto-Response-Suppress", "All")
            .addHeader("X-Workherald-Event", event.id());
    if (notification.replyTo() != null) {
      mail.setReplyTo(notification.replyTo());
    }
    if (item.priority() == WorkItem.Priority.HIGH) {
      mail.addHeader("Importance", "high").addHeader("X-Priority", "1");
    } else if (item.priority() == WorkItem.Priority.LOW) {
      mail.addHeader("Importance", "low").addHeader("X-Priority", "5");
    }
    return mail;
  }

  /** The same for all mails about a work item, so that mail clients show them together. */
  private static String thread(String workItem) {
    return "work-item." + HashUtil.sha256("work item " + workItem).substring(0, 24);
  }
}
