package org.workherald.mail;

import io.quarkus.mailer.Mail;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/**
 * Turns a mail into a MIME message (RFC 5322, RFC 2045 to 2047) that is pure enough for the
 * strictest server.
 */
@ApplicationScoped
public class MimeComposer {

  /**
   * @param sender who it is from
   * @param messageId without angle brackets; the same for each attempt
   * @return the message with CRLF line ends
   * @throws IllegalArgumentException for a header, name or address that cannot be written safely
   */
  public byte[] compose(Mail mail, Sender sender, String messageId, Instant date) {
    throw new UnsupportedOperationException();
  }

  /**
   * @param address the address in {@code From}
   * @param name the display name, or {@code null}
   * @param replyTo used when the mail names none, or {@code null}
   */
  public record Sender(String address, String name, String replyTo) {}
}
