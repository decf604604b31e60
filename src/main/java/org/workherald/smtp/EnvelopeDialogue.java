package org.workherald.smtp;

import java.time.Duration;

/**
 * What the server says about one envelope: a reply to each of its commands, all of them heard
 * before anything else is, so that none can be taken for another message's.
 */
final class EnvelopeDialogue {

  private final SmtpSession session;
  private final Envelope envelope;
  private final boolean pipelined;
  private final boolean reset;
  private boolean answered;
  private boolean open;
  private SmtpFailure refusal;
  private Step refusedAt;

  /**
   * @param pipelined whether the commands are on their way already
   * @param reset whether RSET stands before them
   */
  EnvelopeDialogue(SmtpSession session, Envelope envelope, boolean pipelined, boolean reset) {
    this.session = session;
    this.envelope = envelope;
    this.pipelined = pipelined;
    this.reset = reset;
  }

  /** Puts the commands into the packet. */
  void write() {
    session.log().about(envelope.message().id());
    if (reset) {
      session.say(Step.RSET, "RSET");
    }
    session.say(Step.MAIL, envelope.mail());
    session.say(Step.RCPT, envelope.rcpt());
    session.say(Step.DATA, "DATA");
  }

  /**
   * Hears everything the server has to say.
   *
   * @return whether it wants the body now
   * @throws SmtpException when the replies break their order, or end: the connection must too
   */
  boolean hear() throws SmtpException {
    session.log().about(envelope.message().id());
    if (reset) {
      SmtpReply reply = hear(Step.RSET, "RSET", session.timeouts().connect());
      require(Step.RSET, reply, reply.code() == 250);
    }
    SmtpReply mail = hear(Step.MAIL, envelope.mail(), session.timeouts().command());
    require(Step.MAIL, mail, mail.positive() || mail.negative());
    open = mail.positive();
    refuse(Step.MAIL, mail);
    if (pipelined || refusal == null) {
      SmtpReply rcpt = hear(Step.RCPT, envelope.rcpt(), session.timeouts().command());
      require(Step.RCPT, rcpt, rcpt.positive() || rcpt.negative());
      refuse(Step.RCPT, rcpt);
    }
    if (pipelined || refusal == null) {
      SmtpReply data = hear(Step.DATA, "DATA", session.timeouts().command());
      require(Step.DATA, data, data.code() == 354 || data.negative());
      session.heardOut(Step.DATA);
      if (refusal != null && data.code() == 354) {
        // It wants a body for which it took no recipient (RFC 2920, 3.1): an empty one.
        session.ask(Step.BODY, ".");
      }
      refuse(Step.DATA, data);
    }
    return refusal == null;
  }

  private SmtpReply hear(Step step, String command, Duration limit) throws SmtpException {
    if (!pipelined) {
      session.send(step, command);
    }
    return session.read(step, limit);
  }

  private void require(Step step, SmtpReply reply, boolean inOrder) throws SmtpException {
    if (!inOrder || reply.code() == 421) {
      throw new SmtpException(step, session.failure(step, reply));
    }
    answered = true;
  }

  private void refuse(Step step, SmtpReply reply) {
    if (refusal == null && reply.negative()) {
      refusal = session.failure(step, reply);
      refusedAt = step;
    }
  }

  /** Whether the server answered anything at all, but for hanging up. */
  boolean answered() {
    return answered;
  }

  /** Whether the server was left with a transaction begun. */
  boolean open() {
    return open;
  }

  /** Why the server does not want the message. */
  SmtpFailure refusal() {
    return refusal;
  }

  /** The command that it refused first. */
  Step refusedAt() {
    return refusedAt;
  }
}
