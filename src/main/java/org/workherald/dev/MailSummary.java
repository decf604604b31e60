package org.workherald.dev;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** A captured mail in the list. */
record MailSummary(
    long id, Instant receivedAt, String from, String to, String subject, String tls) {

  static MailSummary of(CapturedMail mail) {
    var text = MailText.parse(mail.content());
    return new MailSummary(
        mail.id(), mail.at(), text.from(), text.to(), text.subject(), mail.tls());
  }

  /** For the page: the developer's own time of day. */
  public String time() {
    return DateTimeFormatter.ofPattern("HH:mm:ss")
        .format(receivedAt.atZone(ZoneId.systemDefault()));
  }
}
