package org.workherald.mail;

import io.quarkus.mailer.Mail;
import jakarta.enterprise.context.ApplicationScoped;
import org.workherald.notification.Notification;
import org.workherald.notification.Recipient;

/**
 * Turns a notification into words for one reader: subject, text and HTML in the reader's language
 * and time zone.
 */
@ApplicationScoped
public class MailRenderer {

  public Mail render(Notification notification, Recipient recipient) {
    throw new UnsupportedOperationException();
  }
}
