package org.workherald.outbox;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What becomes of a leased entry. Each but a {@link Released} one records its attempt. */
public sealed interface Settlement {

  UUID entry();

  /** The attempt to record, or {@code null} when none was made. */
  Attempt attempt();

  /** The same with another attempt. */
  Settlement with(Attempt attempt);

  /**
   * The same with less beside the outcome, for when all of it cannot be recorded: first without
   * what was said, then without the attempt. Empty when the outcome stands alone already.
   */
  default Optional<Settlement> less() {
    return Optional.ofNullable(attempt()).map(attempt -> with(attempt.less()));
  }

  /** The mail server took it. */
  record Sent(UUID entry, Attempt attempt) implements Settlement {

    @Override
    public Settlement with(Attempt other) {
      return new Sent(entry, other);
    }
  }

  /** It failed for now: try again at {@code at}. Counts as a failure. */
  record Retry(UUID entry, Attempt attempt, Instant at, String reason) implements Settlement {

    @Override
    public Settlement with(Attempt other) {
      return new Retry(entry, other, at, reason);
    }
  }

  /** It failed for good. */
  record Failed(UUID entry, Attempt attempt, String reason) implements Settlement {

    @Override
    public Settlement with(Attempt other) {
      return new Failed(entry, other, reason);
    }
  }

  /**
   * Nothing was decided about it: it goes back as it was and costs nothing. The attempt may be
   * {@code null}.
   */
  record Released(UUID entry, Attempt attempt) implements Settlement {

    @Override
    public Settlement with(Attempt other) {
      return new Released(entry, other);
    }
  }

  /**
   * It ran into what stops everybody's mail, which costs it nothing; but it goes behind all that is
   * due. Were it the first again, and the only one that runs into that, nobody else's mail would
   * ever get past it.
   */
  record PutLast(UUID entry, Attempt attempt) implements Settlement {

    @Override
    public Settlement with(Attempt other) {
      return new PutLast(entry, other);
    }
  }
}
