package org.workherald.dev;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;

/**
 * What a mail program would show of a message.
 *
 * @param text the plain text, or {@code null}
 * @param html the HTML, or {@code null}
 */
record MailText(
    String subject, String from, String to, List<Field> headers, String text, String html) {

  /** A header field, unfolded and with its encoded-words decoded (RFC 2047). */
  record Field(String name, String value) {}

  static MailText parse(byte[] content) {
    var properties = new Properties();
    properties.setProperty("mail.mime.allowutf8", "true");
    try {
      var message =
          new MimeMessage(Session.getInstance(properties), new ByteArrayInputStream(content));
      var headers = new ArrayList<Field>();
      for (Header header : Collections.list(message.getAllHeaders())) {
        headers.add(new Field(header.getName(), decode(header.getValue())));
      }
      return new MailText(
          first(headers, "Subject"),
          first(headers, "From"),
          first(headers, "To"),
          headers,
          find(message, "text/plain"),
          find(message, "text/html"));
    } catch (MessagingException | IOException e) {
      // Shown in place of the mail: what was sent is not a message, and its raw form tells why.
      return new MailText("(not a readable message)", "", "", List.of(), e.toString(), null);
    }
  }

  private static String decode(String value) throws UnsupportedEncodingException {
    return MimeUtility.decodeText(MimeUtility.unfold(value));
  }

  private static String first(List<Field> headers, String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst()
        .orElse("");
  }

  private static String find(Part part, String type) throws MessagingException, IOException {
    if (part.isMimeType(type)) {
      return (String) part.getContent();
    }
    if (part.isMimeType("multipart/*")) {
      var parts = (MimeMultipart) part.getContent();
      for (int i = 0; i < parts.getCount(); i++) {
        var found = find(parts.getBodyPart(i), type);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
