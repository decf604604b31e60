package org.workherald.mail;

import io.quarkus.mailer.Mail;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.runtime.util.HashUtil;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
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

  /** The layouts that all events share. What differs between events is in {@link Words}. */
  @CheckedTemplate(basePath = "mail")
  static class Layouts {
    static native TemplateInstance page(Letter letter);

    static native TemplateInstance plain(Letter letter);
  }

  private final Languages languages;
  private final MailConfig config;
  private final Clock clock;

  MailRenderer(Languages languages, MailConfig config, Clock clock) {
    this.languages = languages;
    this.config = config;
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
    Language language = languages.closestTo(recipient.locale());
    ZoneId zone = zone(recipient.timeZone());
    String preferences = config.preferencesUrl().orElse(null);
    Letter letter = new LetterWriter(event, item, language, zone, now, preferences).write();
    String text = Layouts.plain(letter).setLocale(language.tag()).render();
    String thread = "<" + thread(item.id()) + ">";
    Mail mail =
        new Mail()
            .setTo(
                List.of(
                    new Mailbox(CleanText.line(recipient.name()), recipient.email()).toString()))
            .setSubject(language.words().prefix(event) + " " + letter.subject())
            .setText(PlainText.set(text, language.region()))
            .setHtml(Layouts.page(letter).setLocale(language.tag()).render())
            .addHeader("Auto-Submitted", "auto-generated")
            .addHeader("Content-Language", language.tag())
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

  private ZoneId zone(String id) {
    try {
      return id == null ? config.defaultTimeZone() : ZoneId.of(id);
    } catch (DateTimeException unknown) {
      return config.defaultTimeZone();
    }
  }

  /** The same for all mails about a work item, so that mail clients show them together. */
  private static String thread(String workItem) {
    return "work-item." + HashUtil.sha256("work item " + workItem).substring(0, 24);
  }
}
