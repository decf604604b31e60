package org.workherald.dev;

import java.time.Instant;
import java.util.List;

/** A captured mail with all there is to see of it. */
record MailDetail(
    long id,
    Instant receivedAt,
    String sender,
    List<String> recipients,
    String tls,
    String subject,
    String from,
    String to,
    List<MailText.Field> headers,
    String text,
    String html,
    String raw) {

  static MailDetail of(CapturedMail mail) {
    var text = MailText.parse(mail.content());
    return new MailDetail(
        mail.id(),
        mail.at(),
        mail.sender(),
        mail.recipients(),
        mail.tls(),
        text.subject(),
        text.from(),
        text.to(),
        text.headers(),
        text.text(),
        text.html(),
        mail.raw());
  }
}
