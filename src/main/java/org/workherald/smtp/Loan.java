package org.workherald.smtp;

import org.workherald.smtp.SessionPool.Terms;

/**
 * The right to one connection, and the session that makes use of it, if one is open. Used by one
 * thread at a time, but for {@link #hangUp()}.
 */
final class Loan {

  private final Slot slot;
  private volatile SmtpSession session;
  private Terms terms;

  Loan(Slot slot) {
    this.slot = slot;
  }

  Slot slot() {
    return slot;
  }

  /** {@code null} when none is open. */
  SmtpSession session() {
    return session;
  }

  void opened(SmtpSession opened, Terms under) {
    session = opened;
    terms = under;
  }

  /** Whether its session can carry more mails under these terms; {@code null}: under its own. */
  boolean serves(Terms wanted) {
    SmtpSession now = session;
    return now != null
        && slot.stands()
        && !slot.asked()
        && (wanted == null || wanted.revision().equals(terms.revision()))
        && now.reusable();
  }

  /** Says goodbye to the server. */
  void quit() {
    SmtpSession last = session;
    if (last != null) {
      last.quit();
      session = null;
    }
  }

  /** Ends a session that is not sound any more, without a word. */
  void hangUp() {
    SmtpSession last = session;
    if (last != null) {
      last.close();
      session = null;
    }
  }
}
