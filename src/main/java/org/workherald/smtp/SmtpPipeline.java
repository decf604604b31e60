package org.workherald.smtp;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.workherald.trace.Aside;

/**
 * Sends messages over one session. Where the server offers PIPELINING (RFC 2920), one packet holds
 * the body of a message and the envelope of the next, so that each message costs one round trip;
 * else each command waits for its reply.
 *
 * <p>A body leaves only after the {@code 354} to its own envelope was read, so a refusal before it
 * can never put it into another one's.
 */
final class SmtpPipeline {

  private static final Logger LOG = Logger.getLogger(SmtpPipeline.class);

  private final SmtpSession session;
  private final SendBatch batch;
  private final boolean pipelining;
  private final BooleanSupplier inForce;
  private boolean reset;
  private Step refusedAt;

  /** How it ended, when it ended well. */
  enum End {
    /** Nothing is left, or the session has carried enough; it is sound. */
    SOUND,
    /** The session is not to be used again; what it did not take can go over another one. */
    STALE
  }

  /**
   * @param kept whether the session was used before, and may have been left in any state
   * @param inForce whether settings and trust still are what the session was opened under
   */
  SmtpPipeline(SmtpSession session, SendBatch batch, boolean kept, BooleanSupplier inForce) {
    this.session = session;
    this.batch = batch;
    this.pipelining = session.capabilities().offers("PIPELINING");
    this.reset = kept;
    this.inForce = inForce;
  }

  /**
   * @throws SmtpException when the server as a whole fails: the session must be closed, and what
   *     the batch has pulled ahead is not settled
   */
  End run() throws SmtpException {
    Envelope accepted = null;
    while (true) {
      if (!inForce.getAsBoolean()) {
        return leave(accepted);
      }
      Envelope next = pipelining || accepted == null ? next(accepted) : null;
      if (accepted == null && next == null) {
        return End.SOUND;
      }
      if (accepted != null && !batch.mine(accepted)) {
        return leave(accepted);
      }
      EnvelopeDialogue dialogue =
          next == null ? null : new EnvelopeDialogue(session, next, pipelining, reset);
      write(accepted, dialogue);
      if (accepted != null) {
        conclude(accepted, next);
        accepted = null;
      }
      if (next != null) {
        boolean mayBeStale = reset || session.usage().any();
        session.usage().count();
        try {
          accepted = dialogue.hear() ? next : null;
        } catch (SmtpException e) {
          if (mayBeStale && !dialogue.answered()) {
            batch.putBack(next);
            return End.STALE;
          }
          SmtpFailure failure = batch.blame(next, e);
          refusedAt = e.step();
          batch.failed(next, failure, session);
          if (!failure.server()) {
            return End.STALE;
          }
          throw e;
        }
        batch.answered(next);
        reset = accepted == null && dialogue.open();
        if (accepted == null) {
          refuse(next, dialogue);
        }
      }
    }
  }

  /** Lets no other body out; a message whose envelope alone was taken is not the server's yet. */
  private End leave(Envelope accepted) {
    if (accepted == null) {
      return End.SOUND;
    }
    batch.putBack(accepted);
    return End.STALE;
  }

  private Envelope next(Envelope accepted) throws SmtpException {
    try {
      // A new session carries one message at least, or this would go on for ever.
      return session.usage().any() && session.usage().spent()
          ? null
          : batch.next(session).orElse(null);
    } catch (SmtpException e) {
      if (accepted != null && batch.mine(accepted)) {
        write(accepted, null);
        conclude(accepted, null);
      }
      throw e;
    }
  }

  /** One packet: the body the server waits for, and the envelope behind it. */
  private void write(Envelope accepted, EnvelopeDialogue dialogue) {
    if (accepted != null) {
      session.log().about(accepted.message().id());
      session.log().sentContent(accepted.content().size());
      session.wire().content(accepted.content().bytes());
    }
    if (dialogue != null && pipelining) {
      dialogue.write();
    }
    try {
      session.wire().flush(session.timeouts().block());
    } catch (IOException e) {
      // The reply, or that there is none, says what became of it.
      session.close();
    }
    if (!session.usage().spent()) {
      prepare();
    }
  }

  /** What breaks here will break again when it is due; the mail on the wire has its reply first. */
  private void prepare() {
    try {
      batch.prepare();
    } catch (RuntimeException | Error e) {
      Aside.run(() -> LOG.debug("The next message cannot be had just now", e));
    }
  }

  /** The reply to a whole message: the only one that makes it the server's own. */
  private void conclude(Envelope message, Envelope behind) throws SmtpException {
    SmtpReply reply;
    session.log().about(message.message().id());
    try {
      reply = session.read(Step.BODY, session.timeouts().accept());
    } catch (SmtpException e) {
      batch.failed(message, Faults.outcomeUnknown(), session);
      throw leave(behind, e);
    }
    if (!reply.positive() && !reply.negative()) {
      batch.failed(message, Faults.outcomeUnknown(), session);
      throw leave(behind, new SmtpException(Step.BODY, session.failure(Step.BODY, reply)));
    }
    if (reply.positive()) {
      batch.sent(message, reply, session);
      return;
    }
    SmtpFailure failure = session.failure(Step.BODY, reply);
    refusedAt = Step.BODY;
    batch.failed(message, failure, session);
    if (failure.server()) {
      throw leave(behind, new SmtpException(Step.BODY, failure));
    }
  }

  private SmtpException leave(Envelope behind, SmtpException reason) {
    if (behind != null) {
      batch.putBack(behind);
    }
    return reason;
  }

  private void refuse(Envelope message, EnvelopeDialogue dialogue) throws SmtpException {
    refusedAt = dialogue.refusedAt();
    batch.failed(message, dialogue.refusal(), session);
    if (dialogue.refusal().server()) {
      throw new SmtpException(refusedAt, dialogue.refusal());
    }
  }

  /** Where the message that was refused last was refused; {@code null} when none was. */
  Step refusedAt() {
    return refusedAt;
  }
}
