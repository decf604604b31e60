package org.workherald.smtp;

import java.time.Instant;
import org.workherald.address.AddrSpec;

/**
 * A message made ready for a server with given capabilities.
 *
 * @param since when its turn came
 */
record Envelope(
    OutgoingMessage message, String mail, String rcpt, WireContent content, Instant since) {

  /**
   * @throws SmtpException when this server must not be asked at all: it could not take the message,
   *     or not take it whole
   */
  static Envelope of(OutgoingMessage message, Capabilities server, Instant since)
      throws SmtpException {
    WireContent content = content(message);
    AddrSpec sender = sender(message.sender());
    AddrSpec recipient = recipient(message.recipient());
    boolean utf8 = !sender.ascii() || !recipient.ascii() || content.eightBitHeader();
    if (utf8 && !(server.offers("SMTPUTF8") && server.offers("8BITMIME"))) {
      throw unsupported(sender, recipient);
    }
    if (content.eightBitBody() && !server.offers("8BITMIME")) {
      throw rejected(Cause.OTHER, "The server takes 7-bit messages only, and this one is not.");
    }
    StringBuilder mail = new StringBuilder("MAIL FROM:<").append(sender).append('>');
    if (server.offers("SIZE")) {
      if (server.maxSize() > 0 && content.size() > server.maxSize()) {
        throw rejected(
            Cause.OTHER,
            "The message has "
                + content.size()
                + " octets, the server takes "
                + server.maxSize()
                + "; make it smaller.");
      }
      mail.append(" SIZE=").append(content.size());
    }
    if (content.eightBitBody() || content.eightBitHeader()) {
      mail.append(" BODY=8BITMIME");
    }
    if (utf8) {
      mail.append(" SMTPUTF8");
    }
    return new Envelope(message, mail.toString(), "RCPT TO:<" + recipient + ">", content, since);
  }

  /** The command that asks whether the server takes mail from a sender. */
  static String probe(String from, Capabilities server) throws SmtpException {
    AddrSpec sender = sender(from);
    if (!sender.ascii() && !server.offers("SMTPUTF8")) {
      throw unsupported(sender, sender);
    }
    return "MAIL FROM:<" + sender + ">" + (sender.ascii() ? "" : " SMTPUTF8");
  }

  private static WireContent content(OutgoingMessage message) throws SmtpException {
    try {
      return WireContent.of(message.content());
    } catch (IllegalArgumentException e) {
      throw rejected(
          Cause.OTHER, "The message is not fit for the wire: it has " + e.getMessage() + ".");
    }
  }

  private static AddrSpec recipient(String address) throws SmtpException {
    try {
      return AddrSpec.parse(address);
    } catch (IllegalArgumentException e) {
      throw rejected(Cause.RECIPIENT_REFUSED, "The recipient's mail address is not valid.");
    }
  }

  private static AddrSpec sender(String address) throws SmtpException {
    try {
      return AddrSpec.parse(address);
    } catch (IllegalArgumentException e) {
      throw misconfigured("The sender's mail address is not valid; set another 'from'.");
    }
  }

  private static SmtpException unsupported(AddrSpec sender, AddrSpec recipient) {
    if (!sender.ascii()) {
      return misconfigured(
          "The server does not know SMTPUTF8, which the sender's address needs; set another"
              + " 'from'.");
    }
    return rejected(
        recipient.ascii() ? Cause.OTHER : Cause.RECIPIENT_REFUSED,
        "The server does not know SMTPUTF8, which this "
            + (recipient.ascii() ? "message's header" : "recipient's address")
            + " needs.");
  }

  private static SmtpException rejected(Cause cause, String detail) {
    return new SmtpException(Step.RCPT, ReplyRule.rejected(cause, detail));
  }

  private static SmtpException misconfigured(String detail) {
    return new SmtpException(Step.MAIL, ReplyRule.misconfigured(Cause.SENDER_REFUSED, detail));
  }
}
