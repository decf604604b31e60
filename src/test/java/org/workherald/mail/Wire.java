package org.workherald.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A message as the strictest server and an independent reader see it. */
record Wire(String subject, String fromName, String toName, String text, String html) {

  private static final Pattern ENCODED_WORD = Pattern.compile("=\\?[^?\\s]+\\?[QB]\\?[^?\\s]*\\?=");

  static void assertPure(byte[] message) {
    String wire = new String(message, StandardCharsets.ISO_8859_1);
    assertThat(wire.replace("\r\n", "").chars().filter(c -> c < ' ' && c != '\t' || c > '~'))
        .isEmpty();
    assertThat(wire).endsWith("\r\n");
    assertThat(wire.split("\r\n")).allMatch(line -> line.length() <= 998);
    String head = wire.substring(0, wire.indexOf("\r\n\r\n"));
    for (String line : head.split("\r\n")) {
      assertThat(line).matches("[A-Za-z-]+: \\S.*|\\s\\S.*");
      Matcher word = ENCODED_WORD.matcher(line);
      while (word.find()) {
        assertThat(line.length()).as(line).isLessThanOrEqualTo(76);
        assertThat(word.group().length()).isLessThanOrEqualTo(75);
        assertThat(decoded(word.group())).doesNotContain("\ufffd");
      }
    }
    assertThat(head.split("\r\n(?! )"))
        .extracting(field -> field.substring(0, field.indexOf(':')))
        .contains("Date", "From", "Message-ID", "MIME-Version", "Content-Type")
        .doesNotHaveDuplicates()
        .doesNotContain("Bcc");
  }

  private static String decoded(String word) {
    try {
      return MimeUtility.decodeWord(word);
    } catch (MessagingException | IOException e) {
      throw new AssertionError(word, e);
    }
  }

  static Wire parse(byte[] bytes) {
    try {
      MimeMessage message =
          new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
      InternetAddress from = (InternetAddress) message.getFrom()[0];
      InternetAddress to = (InternetAddress) message.getRecipients(MimeMessage.RecipientType.TO)[0];
      MimeMultipart parts = (MimeMultipart) message.getContent();
      assertThat(parts.getContentType()).startsWith("multipart/alternative");
      assertThat(parts.getCount()).isEqualTo(2);
      return new Wire(
          message.getSubject(),
          from.getPersonal(),
          to.getPersonal(),
          (String) parts.getBodyPart(0).getContent(),
          (String) parts.getBodyPart(1).getContent());
    } catch (MessagingException | IOException e) {
      throw new AssertionError(e);
    }
  }
}
