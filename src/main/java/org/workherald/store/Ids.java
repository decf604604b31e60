package org.workherald.store;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Makes ids: UUIDv7 (RFC 9562), which sort by the time they were made. */
@Singleton
public class Ids {

  private final TimeOrderedEpochFactory factory;

  public Ids(Clock clock) {
    factory = TimeOrderedEpochFactory.builder().withClock(clock).build();
  }

  /**
   * A new id, greater than each that was made here before: within the same millisecond too, and
   * when the clock is set back by less than a second.
   */
  public UUID next() {
    return factory.create();
  }

  /** Not greater than any id that is made at this instant or later: ids begin with the time. */
  public static UUID first(Instant instant) {
    return new UUID(Math.max(0, instant.toEpochMilli()) << 16, 0);
  }
}
