package org.workherald.http;

import jakarta.inject.Singleton;
import jakarta.validation.ClockProvider;
import java.time.Clock;

/** Constraints such as {@code @Future} go by the one clock, too. */
@Singleton
class ValidationClock implements ClockProvider {

  private final Clock clock;

  ValidationClock(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Clock getClock() {
    return clock;
  }
}
