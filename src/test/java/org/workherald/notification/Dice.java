package org.workherald.notification;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.workherald.outbox.Attempt;
import org.workherald.outbox.Attempt.Outcome;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.NewEntry;
import org.workherald.outbox.Settlement;

/** What callers may send and mail servers may answer, at random. */
final class Dice {

  static final int WORK_ITEMS = 3;
  static final int CALLERS = 3;

  private final Random random;

  Dice(long seed) {
    random = new Random(seed);
  }

  int roll(int sides) {
    return random.nextInt(sides);
  }

  static String workItem(int number) {
    return "item " + number % WORK_ITEMS;
  }

  Draft draft(Parts parts) {
    String[] emails =
        IntStream.rangeClosed(0, roll(3) * roll(2))
            .mapToObj(i -> "reader" + i + "@example.com")
            .toArray(String[]::new);
    Draft draft = parts.draft(Event.STEP_ASSIGNED, workItem(roll(WORK_ITEMS)), emails);
    Instant expiresAt = roll(3) > 0 ? null : parts.clock.instant().plusSeconds(1 + roll(300));
    boolean urgent = roll(3) == 0;
    List<NewEntry> entries =
        draft.entries().stream().map(entry -> changed(entry, urgent, expiresAt)).toList();
    return new Draft(draft.notification(), draft.recipients(), entries);
  }

  private NewEntry changed(NewEntry entry, boolean urgent, Instant expiresAt) {
    boolean off = roll(8) == 0;
    return new NewEntry(
        entry.id(),
        entry.message(),
        "caller " + roll(CALLERS),
        entry.recipient(),
        entry.payload(),
        urgent,
        off ? EntryState.SUPPRESSED : EntryState.QUEUED,
        off ? "switched off" : null,
        expiresAt);
  }

  Settlement settlement(UUID entry, Instant now) {
    return switch (roll(7)) {
      case 0, 1 -> new Settlement.Sent(entry, attempt(Outcome.SENT, now));
      case 2, 3 -> new Settlement.Failed(entry, attempt(Outcome.REJECTED, now), "no such mailbox");
      case 4 ->
          roll(2) == 0
              ? new Settlement.Released(entry, attempt(Outcome.MISCONFIGURED, now))
              : new Settlement.PutLast(entry, attempt(Outcome.MISCONFIGURED, now));
      case 5 -> new Settlement.Released(entry, null);
      default ->
          new Settlement.Retry(
              entry, attempt(Outcome.TRANSIENT, now), now.plusSeconds(roll(3) * 30L), "later");
    };
  }

  private static Attempt attempt(Outcome outcome, Instant now) {
    return new Attempt(now, outcome, "as said", null, null, "smtp.example.com:587", null, 1);
  }
}
