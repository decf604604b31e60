package org.workherald.mail;

import io.quarkus.mailer.Mail;
import io.quarkus.runtime.util.HashUtil;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.util.StreamProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.workherald.address.AddrSpec;

/**
 * Turns a mail into a MIME message (RFC 5322, RFC 2045 to 2047) that is pure enough for the
 * strictest server: CRLF only, ASCII only (but for addresses that need RFC 6532), short lines.
 *
 * <p>The same arguments always give the same bytes. That is why bodies are encoded by Angus Mail
 * and put together here: its {@code MimeMessage} asks the machine for a host name, a user, the time
 * and a mailcap file, makes its own Message-ID, and lets line ends in header values pass.
 */
@ApplicationScoped
public class MimeComposer {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH);

  /** Angus Mail's. Kept, as each look-up searches the class path. */
  private static final StreamProvider CODECS = StreamProvider.provider();

  /**
   * @param mail its sender, if any, gives way to {@code sender}; blind copies are not written;
   *     attachments are refused
   * @param sender who it is from
   * @param messageId without angle brackets; the same for each attempt
   * @return the message with CRLF line ends; it has bytes beyond ASCII only if it needs SMTPUTF8
   * @throws IllegalArgumentException for a header, name or address that cannot be written safely
   */
  public byte[] compose(Mail mail, Sender sender, String messageId, Instant date) {
    AddrSpec id = AddrSpec.parse(messageId);
    if (!id.ascii()) {
      throw new IllegalArgumentException("not a message id");
    }
    if (!mail.getAttachments().isEmpty()) {
      throw new IllegalArgumentException("attachments cannot be sent");
    }
    HeaderBlock head = new HeaderBlock();
    head.add("Date", DATE.format(date.atOffset(ZoneOffset.UTC)));
    head.addMailboxes("From", List.of(sender.mailbox()));
    String replyTo = mail.getReplyTo() == null ? sender.replyTo() : mail.getReplyTo();
    head.addMailboxes("Reply-To", Stream.ofNullable(replyTo).map(Mailbox::parse).toList());
    head.addMailboxes("To", mail.getTo().stream().map(Mailbox::parse).toList());
    head.addMailboxes("Cc", mail.getCc().stream().map(Mailbox::parse).toList());
    if (mail.getSubject() != null && !mail.getSubject().isEmpty()) {
      head.addText("Subject", mail.getSubject());
    }
    head.add("Message-ID", "<" + id + ">");
    // Sorted, as the mail keeps them in no order.
    new TreeMap<>(mail.getHeaders())
        .forEach((name, values) -> values.forEach(v -> head.addOpen(name, v, sender.domain())));
    head.add("MIME-Version", "1.0");
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream(16 * 1024);
      body(mail, head, messageId, out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The addresses of all its recipients, for the envelope: To, Cc and Bcc, without their names.
   *
   * @throws IllegalArgumentException when one is not an address
   */
  public static List<String> recipients(Mail mail) {
    return Stream.of(mail.getTo(), mail.getCc(), mail.getBcc())
        .flatMap(List::stream)
        .map(mailbox -> Mailbox.parse(mailbox).address())
        .toList();
  }

  private static void body(Mail mail, HeaderBlock head, String messageId, OutputStream out)
      throws IOException {
    if (mail.getText() == null || mail.getHtml() == null) {
      boolean html = mail.getHtml() != null;
      String body = html ? mail.getHtml() : Objects.requireNonNullElse(mail.getText(), "");
      part(head, html ? "html" : "plain", body, out);
      return;
    }
    String boundary = boundary(messageId);
    head.add("Content-Type", "multipart/alternative;\r\n boundary=\"" + boundary + "\"");
    out.write(head.bytes());
    ascii("\r\n--" + boundary + "\r\n", out);
    part(new HeaderBlock(), "plain", mail.getText(), out);
    ascii("\r\n--" + boundary + "\r\n", out);
    part(new HeaderBlock(), "html", mail.getHtml(), out);
    ascii("\r\n--" + boundary + "--\r\n", out);
  }

  private static void part(HeaderBlock head, String subtype, String body, OutputStream out)
      throws IOException {
    String lines = body.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
    String whole = lines.endsWith("\r\n") ? lines : lines + "\r\n";
    byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
    boolean readable = mostlyAscii(bytes);
    head.add("Content-Type", "text/" + subtype + "; charset=UTF-8");
    head.add("Content-Transfer-Encoding", readable ? "quoted-printable" : "base64");
    out.write(head.bytes());
    ascii("\r\n", out);
    if (readable) {
      OutputStream encoder = CODECS.outputQP(out);
      encoder.write(bytes);
      encoder.flush();
    } else {
      out.write(Base64.getMimeEncoder().encode(bytes));
      ascii("\r\n", out);
    }
  }

  /** Whether quoted-printable is the shorter one: three bytes for each that is not ASCII. */
  private static boolean mostlyAscii(byte[] bytes) {
    int other = 0;
    for (byte b : bytes) {
      other += b < 0 ? 1 : 0;
    }
    return other * 6L <= bytes.length;
  }

  /** Neither quoted-printable nor base64 can have {@code =_} in it (RFC 2045, 6.7). */
  private static String boundary(String messageId) {
    return "=_" + HashUtil.sha256(messageId).substring(0, 24);
  }

  private static void ascii(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * @param address the address in {@code From}
   * @param name the display name, or {@code null}
   * @param replyTo used when the mail names none, or {@code null}
   */
  public record Sender(String address, String name, String replyTo) {

    /** The domain of the address in ASCII, for message ids. */
    public String domain() {
      return mailbox().domain();
    }

    private Mailbox mailbox() {
      return new Mailbox(name, address);
    }
  }
}
