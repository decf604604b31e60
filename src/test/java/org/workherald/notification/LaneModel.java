package org.workherald.notification;

import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.FieldMapper;
import org.workherald.outbox.Lane.Probe;

/** The lane: as the database has it, or as it should be by the rules of {@code docs/states.md}. */
final class LaneModel {

  private static final RowMapper<LaneModel> MAPPER = FieldMapper.of(LaneModel.class);

  Instant pausedSince;
  int holding;
  Instant resumeAt;
  UUID probe;
  int pauses;

  static LaneModel of(Handle handle) {
    return handle
        .createQuery("SELECT paused_since, holding, resume_at, probe, pauses FROM lane")
        .map(MAPPER)
        .one();
  }

  /** Its name in the diagram. */
  String node() {
    return pausedSince == null ? "open" : probe == null ? "paused" : "probing";
  }

  void pause(boolean holds, Instant until, Instant now) {
    int more = holds ? 1 : 0;
    if (pausedSince == null) {
      pausedSince = now;
      pauses++;
    } else if (probe != null || more < holding || (more == holding && !until.isAfter(resumeAt))) {
      return;
    }
    holding = more;
    resumeAt = until;
  }

  void hasten(Instant now) {
    if (pausedSince != null && resumeAt.isAfter(now)) {
      resumeAt = now;
    }
  }

  boolean canBeProbed(Instant now) {
    return pausedSince != null && !resumeAt.isAfter(now);
  }

  void probe(UUID token, Instant until) {
    probe = token;
    resumeAt = until;
  }

  boolean resume(Probe by) {
    boolean first = isProbed(by);
    if (first) {
      pausedSince = null;
      holding = 0;
      resumeAt = null;
      probe = null;
    }
    return first;
  }

  boolean prolong(Probe by, boolean holds, Instant until) {
    boolean first = isProbed(by);
    if (first) {
      holding = holds ? 1 : 0;
      resumeAt = until;
      probe = null;
      pauses++;
    }
    return first;
  }

  private boolean isProbed(Probe by) {
    return probe != null && (probe.equals(by.token()) || by.pause().since().equals(pausedSince));
  }

  @Override
  public String toString() {
    return node()
        + " since "
        + pausedSince
        + ", holding "
        + holding
        + ", until "
        + resumeAt
        + (", probe " + probe + ", " + pauses + " pauses");
  }
}
