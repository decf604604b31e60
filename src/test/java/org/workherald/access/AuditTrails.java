package org.workherald.access;

import java.time.Clock;
import java.time.Duration;
import org.workherald.store.Database;
import org.workherald.store.Ids;

/** Audit trails for tests that construct by hand. */
public final class AuditTrails {

  private AuditTrails() {}

  /** A trail on which nobody but the system does anything: no request is behind it. */
  public static AuditTrail of(Database database, Clock clock) {
    return new AuditTrail(database, new Ids(clock), clock, Duration.ofDays(1), () -> Caller.SYSTEM);
  }
}
