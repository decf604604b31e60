package org.workherald.outbox;

import java.time.Instant;
import java.util.UUID;

/** What becomes of a leased entry. Each but a {@link Released} one records its attempt. */
public sealed interface Settlement {

  UUID entry();

  /** The attempt to record, or {@code null} when none was made. */
  Attempt attempt();

  /** The mail server took it. */
  record Sent(UUID entry, Attempt attempt) implements Settlement {}

  /** It failed for now: try again at {@code at}. Counts as a failure. */
  record Retry(UUID entry, Attempt attempt, Instant at, String reason) implements Settlement {}

  /** It failed for good. */
  record Failed(UUID entry, Attempt attempt, String reason) implements Settlement {}

  /**
   * Nothing was decided about it: it goes back as it was and costs nothing. The attempt may be
   * {@code null}.
   */
  record Released(UUID entry, Attempt attempt) implements Settlement {}

  /**
   * It ran into what stops everybody's mail, which costs it nothing; but it goes behind all that is
   * due. Were it the first again, and the only one that runs into that, nobody else's mail would
   * ever get past it.
   */
  record PutLast(UUID entry, Attempt attempt) implements Settlement {}
}
