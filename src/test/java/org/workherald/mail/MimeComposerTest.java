package org.workherald.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.workherald.mail.WorkItems.DATE;
import static org.workherald.mail.WorkItems.MESSAGE_ID;
import static org.workherald.mail.WorkItems.SENDER;

import io.quarkus.mailer.Mail;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.mail.MimeComposer.Sender;

class MimeComposerTest {

  /** Pieces that text is made of; each stays whole, as Unicode wants it. */
  private static final List<String> PIECES =
      List.of(
          "a",
          "Z",
          "7",
          " ",
          "  ",
          ".",
          "?",
          "=",
          "_",
          "\"",
          "\\",
          "(",
          ",",
          "<",
          "@",
          "=?",
          "?=",
          "=?utf-8?Q?x?=",
          "ä",
          "ß",
          "é",
          "審",
          "査",
          "ー",
          "שלום",
          "مرحبا",
          "\u200f",
          "ก",
          "กำ",
          "😀",
          "👩🏽‍🚀",
          "🇩🇪",
          "e\u0301",
          "\u00a0",
          "x".repeat(80),
          "word ",
          "Straße ",
          "\u200d");

  private final MimeComposer composer = new MimeComposer();

  @Test
  void anythingThatCanBeReadArrivesAsItWas() {
    Random random = new Random(4711);
    for (int i = 0; i < 200; i++) {
      String subject = text(random, 1 + random.nextInt(i % 10 == 0 ? 2000 : 60)).strip();
      String name = text(random, 1 + random.nextInt(i % 10 == 0 ? 500 : 20)).strip();
      String text = lines(random);
      String html = "<p>" + lines(random) + "</p>\n";
      Mail mail =
          new Mail()
              .setTo(List.of(new Mailbox(name, "kim@example.com").toString()))
              .setSubject("Work Item: " + subject)
              .setText(text)
              .setHtml(html)
              .addHeader("X-Note", "n " + name);
      Sender sender = new Sender("workflow@example.com", name, null);
      byte[] message = composer.compose(mail, sender, MESSAGE_ID, DATE);
      Wire.assertPure(message);
      Wire wire = Wire.parse(message);
      assertThat(wire.subject()).isEqualTo("Work Item: " + subject);
      String there = name.isBlank() ? null : name;
      assertThat(wire.fromName()).isEqualTo(there);
      assertThat(wire.toName()).isEqualTo(there);
      assertThat(wire.text().replace("\r\n", "\n")).isEqualTo(text);
      assertThat(wire.html().replace("\r\n", "\n")).isEqualTo(html);
    }
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private static String lines(Random random) {
    StringBuilder lines = new StringBuilder();
    for (int i = random.nextInt(20); i >= 0; i--) {
      lines.append(random.nextInt(5) == 0 ? ".\nFrom \n" : text(random, random.nextInt(200)));
      lines.append('\n');
    }
    return lines.toString();
  }

  @Test
  void theSameMailIsTheSameBytes() {
    byte[] once = composer.compose(mail(), SENDER, MESSAGE_ID, DATE);
    assertThat(new MimeComposer().compose(mail(), SENDER, MESSAGE_ID, DATE)).isEqualTo(once);
    assertThat(composer.compose(mail(), SENDER, "other@example.com", DATE)).isNotEqualTo(once);
  }

  @Test
  void headersAreInOrder() {
    Mail mail = mail().addHeader("X-B", "b").addHeader("Importance", "high");
    mail.addHeader("References", "<root> <other@example.net>").setReplyTo("help@example.com");
    assertThat(head(composer.compose(mail, SENDER, MESSAGE_ID, DATE)))
        .isEqualTo(
            """
            Date: Mon, 23 Nov 2026 09:00:01 +0000
            From: Workflow Engine <workflow@example.com>
            Reply-To: help@example.com
            To: kim@example.com
            Subject: Hello
            Message-ID: <01936f3e-5c00-7000-8000-000000004711@example.com>
            Importance: high
            References: <root@example.com> <other@example.net>
            X-B: b
            MIME-Version: 1.0
            Content-Type: multipart/alternative;
             boundary="=_bce92d507ec1b975a14db6e5"
            """
                .replace("\n", "\r\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "01, Jan", "02, Feb", "03, Mar", "04, Apr", "05, May", "06, Jun", "07, Jul", "08, Aug",
    "09, Sep", "10, Oct", "11, Nov", "12, Dec"
  })
  void months(String number, String name) {
    Instant date = Instant.parse("2026-" + number + "-05T23:59:59Z");
    assertThat(head(composer.compose(mail(), SENDER, MESSAGE_ID, date)))
        .containsPattern("Date: \\w{3}, 5 " + name + " 2026 23:59:59 \\+0000\r\n");
  }

  @Test
  void oneBodyIsOnePart() {
    Mail text = Mail.withText("kim@example.com", "Hello", "Viele Grüße aus Berlin");
    assertThat(wire(text))
        .endsWith(
            "Content-Type: text/plain; charset=UTF-8\r\n"
                + "Content-Transfer-Encoding: quoted-printable\r\n\r\nViele Gr=C3=BC=C3=9Fe aus Berlin\r\n");
    Mail html = Mail.withHtml("kim@example.com", "Hello", "<p>審査</p>");
    assertThat(wire(html))
        .endsWith(
            "Content-Type: text/html; charset=UTF-8\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\nPHA+5a+p5p+7PC9wPg0K\r\n");
  }

  @Test
  void senderAnswersWhenTheMailNamesNobody() {
    Sender sender = new Sender("workflow@example.com", null, "Help <help@example.com>");
    byte[] message = composer.compose(mail(), sender, MESSAGE_ID, DATE);
    assertThat(head(message))
        .contains("From: workflow@example.com\r\nReply-To: Help <help@example.com>\r\n");
  }

  @Test
  void onlyAddressesThatNeedItAreBeyondAscii() {
    Mail mail = mail().setTo(List.of("Δοκιμή <δοκιμή@παράδειγμα.δοκιμή>"));
    mail.setSubject("Grüße").setReplyTo("büro@bücher.example");
    String head = head(composer.compose(mail, SENDER, MESSAGE_ID, DATE));
    assertThat(head)
        .contains("To: =?UTF-8?B?zpTOv866zrnOvM6u?= <δοκιμή@xn--hxajbheg2az3al.xn--jxalpdlp>\r\n")
        .contains("Reply-To: büro@xn--bcher-kva.example\r\n");
    assertThat(head.replace("δοκιμή", "").replace("büro", "").chars()).allMatch(c -> c < 128);
    byte[] ours = composer.compose(mail, SENDER, "1@bücher.example", DATE);
    assertThat(head(ours)).contains("Message-ID: <1@xn--bcher-kva.example>\r\n");
    assertThat(new Sender("a@bücher.example", null, null).domain())
        .isEqualTo("xn--bcher-kva.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\r", "\n", "\r\n", "\0", "\u001b", "\u007f", "\u0085", "\u2028", "\ud83d"})
  void controlCharactersAreRefused(String evil) {
    String text = "a" + evil + "Bcc: x@example.com";
    refused(mail().setSubject(text));
    refused(mail().addHeader("X-Note", text));
    refused(mail().addHeader("X-Note" + evil, "x"));
    refused(mail().addHeader("References", text));
    refused(mail().addHeader("Content-Language", "de" + evil));
    refused(mail().setReplyTo(text));
    refused(mail().setReplyTo("\"" + text + "\"@example.com"));
    refused(mail().setReplyTo("\"" + text + "\" <a@example.com>"));
    refused(mail().setTo(List.of("kim" + evil + "@example.com")));
    refused(mail().setTo(List.of("kim@example" + evil + ".com")));
    refused(mail().addCc(text + " <a@example.com>"));
    refused(mail(), new Sender("a@example.com", text, null), MESSAGE_ID);
    refused(mail(), new Sender("a" + evil + "@example.com", null, null), MESSAGE_ID);
    refused(mail(), SENDER, "1" + evil + "@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From",
        "Sender",
        "Bcc",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Content-Type",
        "Received",
        "Return-Path",
        "DKIM-Signature",
        "Resent-To",
        "",
        "X-",
        "X-a:b",
        "X-ä",
        "X Y"
      })
  void headersThatAreNotTheMails(String name) {
    refused(mail().addHeader(name, "x"));
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    refused(mail().addAttachment("a.txt", new byte[1], "text/plain"));
    refused(mail().addHeader("References", "<" + "x".repeat(1000) + ">"));
    refused(mail(), SENDER, "no-domain");
    refused(mail(), SENDER, "<a@example.com>");
  }

  private void refused(Mail mail) {
    refused(mail, SENDER, MESSAGE_ID);
  }

  private void refused(Mail mail, Sender sender, String messageId) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> composer.compose(mail, sender, messageId, DATE));
  }

  private static Mail mail() {
    return Mail.withText("kim@example.com", "Hello", "Hello\n").setHtml("<p>Hello</p>\n");
  }

  private String wire(Mail mail) {
    byte[] message = composer.compose(mail, SENDER, MESSAGE_ID, DATE);
    return new String(message, StandardCharsets.UTF_8);
  }

  private static String head(byte[] message) {
    String wire = new String(message, StandardCharsets.UTF_8);
    return wire.substring(0, wire.indexOf("\r\n\r\n") + 2);
  }
}
