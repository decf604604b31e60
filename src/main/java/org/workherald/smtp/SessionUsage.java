package org.workherald.smtp;

import java.time.Clock;
import java.time.Instant;
import org.workherald.store.Interval;

/** How much one session was used, and whether that is enough: servers have limits of their own. */
final class SessionUsage {

  private final SessionConfig config;
  private final Clock clock;
  private final Instant openedAt;
  private Instant usedAt;
  private int mails;

  SessionUsage(SessionConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.openedAt = clock.instant();
    this.usedAt = openedAt;
  }

  /** Counts a mail that was announced. */
  void count() {
    mails++;
    usedAt = clock.instant();
  }

  /** Whether mails were announced over it before, so that it may have died since. */
  boolean any() {
    return mails > 0;
  }

  /** Whether it has carried as many mails, or lived as long, as it may. */
  boolean spent() {
    return mails >= config.maxMails()
        || new Interval(config.maxAge()).isOver(openedAt, clock.instant());
  }

  /** Whether it was left alone for longer than servers wait. */
  boolean idleTooLong() {
    return new Interval(config.maxIdle()).isOver(usedAt, clock.instant());
  }
}
