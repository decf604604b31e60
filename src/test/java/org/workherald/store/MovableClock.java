package org.workherald.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it by hand. */
public final class MovableClock extends Clock {

  private volatile Instant now = Instant.parse("2026-11-23T09:00:00Z");

  private volatile long nanos;

  /** Time passes. */
  public void move(Duration by) {
    now = now.plus(by);
    nanos += by.toNanos();
  }

  /** Somebody sets it; no time passes. */
  public void jump(Duration by) {
    now = now.plus(by);
  }

  /** As {@link System#nanoTime()}: goes on evenly, whatever happens to the clock. */
  public long nanos() {
    return nanos;
  }

  /** Somebody sets it; no time passes. */
  public void set(Instant instant) {
    now = instant;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("nobody but the readers of mails has a time zone");
  }
}
