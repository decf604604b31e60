package org.workherald.smtp;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends over the mail server's settings in force, with kept connections. Blocking: one caller uses
 * one connection at a time, and there are never more connections than the settings allow.
 */
@ApplicationScoped
public class SmtpTransport {

  /**
   * Sends messages over one connection, pipelined when the server offers it. Every message gets
   * exactly one result, as soon as it is known. When the server as a whole fails, the messages not
   * yet tried get the same failure, marked {@code server}.
   */
  public void send(List<OutgoingMessage> messages, Consumer<SendResult> results) {
    throw new UnsupportedOperationException();
  }

  /**
   * Connects, verifies and logs in as sending would, asks for the sender, and sends nothing. Empty
   * when all is well.
   */
  public Optional<SmtpFailure> probe() {
    throw new UnsupportedOperationException();
  }
}
