package org.workherald.smtp;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends over the mail server's settings in force, with kept connections. Blocking: one caller uses
 * one connection at a time, and there are never more connections than the settings allow.
 */
@ApplicationScoped
public class SmtpTransport {

  /**
   * Sends messages over one connection, pipelined when the server offers it. A message is pulled
   * only when the connection is ready for it, so that the caller can make messages while replies
   * are on their way, and can stop by having no next one. Every message pulled gets exactly one
   * result, as soon as it is known. When the server as a whole fails, the messages pulled but not
   * tried get the same failure, marked {@code server}, and no more are pulled; when it fails before
   * the first one was pulled, that one is pulled to carry the failure.
   */
  public void send(Iterator<OutgoingMessage> messages, Consumer<SendResult> results) {
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
