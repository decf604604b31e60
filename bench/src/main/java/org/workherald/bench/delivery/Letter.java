package org.workherald.bench.delivery;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Date;
import java.util.Properties;

/** The mail that everybody sends: text and HTML, about 6 KB on the wire, each to another reader. */
public record Letter(long number) {
  public static final String SENDER = "workflow@example.com";

  private static final Session SESSION = Session.getInstance(new Properties());
  private static final String PARAGRAPH =
      "The invoice of Müller & Söhne over 1,200.00 EUR waits for your approval at step Approve of"
          + " the workflow Invoice approval. It came in on Monday, 23 November, and is due on"
          + " Friday. Check the amount against the order before you approve it.";
  private static final String TEXT = (PARAGRAPH + "\n\n").repeat(5);
  private static final String HTML =
      "<!DOCTYPE html><html lang=\"en\"><head><title>Work item</title></head><body>"
          + ("<tr><td style=\"padding:4px 12px;font-family:sans-serif;color:#222\">"
                  + PARAGRAPH
                  + "</td></tr>\n")
              .repeat(11)
          + "</body></html>";

  public String recipient() {
    return "reader" + number + "@example.com";
  }

  public String subject() {
    return "Work Item: Approve invoice " + number + " für Kim";
  }

  public String text() {
    return TEXT;
  }

  public String html() {
    return HTML;
  }

  MimeMessage mime() throws MessagingException {
    MimeMessage message = new MimeMessage(SESSION);
    message.setFrom(new InternetAddress(SENDER));
    message.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress(recipient()));
    message.setSubject(subject(), "UTF-8");
    message.setSentDate(new Date());
    MimeBodyPart plain = new MimeBodyPart();
    plain.setText(TEXT, "UTF-8");
    MimeBodyPart html = new MimeBodyPart();
    html.setText(HTML, "UTF-8", "html");
    message.setContent(new MimeMultipart("alternative", plain, html));
    message.saveChanges();
    return message;
  }

  byte[] bytes() throws MessagingException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(8 * 1024);
    mime().writeTo(out);
    return out.toByteArray();
  }
}
