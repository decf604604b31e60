package org.workherald.smtp;

import java.util.regex.Pattern;

/**
 * Tells a mail server's first words from those of other services. What others say is never passed
 * on: whoever may name a host and a port would else have a way to read out what stands there.
 */
final class Greeting {

  /** FTP greets as SMTP does, and asks for a login when it hears EHLO. */
  private static final Pattern FTP =
      Pattern.compile("ftpd?\\b(?!\\.)|filezilla", Pattern.CASE_INSENSITIVE);

  private static final Pattern SMTP = Pattern.compile("smtp", Pattern.CASE_INSENSITIVE);

  private Greeting() {}

  /**
   * @throws SmtpException when the server wants nothing to do with us, or is no mail server
   */
  static void admit(SmtpReply reply, SmtpSession session) throws SmtpException {
    if (reply.negative()) {
      throw new SmtpException(Step.GREETING, session.failure(Step.GREETING, reply));
    }
    if (!ofMailServer(reply)) {
      throw new SmtpException(Step.GREETING, Faults.notSmtp(session.endpoint()));
    }
  }

  /** Whether it is as a mail server welcomes. */
  static boolean ofMailServer(SmtpReply reply) {
    String words = reply.text();
    return reply.code() == 220 && (!FTP.matcher(words).find() || SMTP.matcher(words).find());
  }
}
