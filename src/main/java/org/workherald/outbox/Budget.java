package org.workherald.outbox;

/**
 * Spreads messages evenly over the minute (the generic cell rate algorithm), with a modest burst.
 * The burst is taken off the rate, so that no minute, wherever it starts, has more than allowed:
 * that is how providers count.
 *
 * @param perMinute how many in any minute, at least 1
 */
record Budget(int perMinute) {

  /**
   * The server counts mails as they come in. One that had to wait for its connection comes in later
   * than one that had not, by up to two seconds here: so long is the minute longer.
   */
  private static final double MINUTE = 62_000;

  /**
   * No grant reaches further into the future than a minute, whatever the limit. What does is from a
   * clock that was set back since: there is one permit, and the budget is in the present again.
   */
  private static final long LONGEST = 120_000;

  /**
   * @param until up to when, in milliseconds, the budget is spent after the grant
   */
  record Grant(int permits, long until) {}

  Grant grant(int wanted, long spentUntil, long now) {
    int burst = burst();
    double apart = apart();
    boolean possible = spentUntil <= now + LONGEST;
    double from = possible ? Math.max(spentUntil, now) : now + (burst - 1) * apart - 1;
    int free = (int) Math.floor(burst - (from - now) / apart);
    int permits = Math.max(0, Math.min(wanted, free));
    // Rounded up: never faster than allowed.
    return new Grant(permits, (long) Math.ceil(from + permits * apart));
  }

  /** For how many milliseconds so many permits keep others waiting; rounded down. */
  long worth(int permits) {
    return (long) Math.floor(permits * apart());
  }

  private double apart() {
    return MINUTE / (perMinute - burst() + 1);
  }

  private int burst() {
    return Math.max(1, perMinute / 20);
  }
}
