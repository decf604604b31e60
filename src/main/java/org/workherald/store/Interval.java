package org.workherald.store;

import java.time.Duration;
import java.time.Instant;

/** How long something that is looked at now and then may be taken for fresh. */
public record Interval(Duration length) {

  /**
   * Whether it is over. So it is, too, when the clock was set back: what happened in the future may
   * be of any age, and must not stay fresh until that time has come.
   */
  public boolean isOver(Instant since, Instant now) {
    return !now.isBefore(since.plus(length)) || now.isBefore(since);
  }
}
