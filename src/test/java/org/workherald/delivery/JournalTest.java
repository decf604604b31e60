package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.workherald.outbox.Attempt;
import org.workherald.outbox.Attempt.Outcome;
import org.workherald.outbox.Lease;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.outbox.Settlement;
import org.workherald.trace.LoggedLines;

class JournalTest {

  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

  private final LoggedLines log = LoggedLines.of(Journal.class);
  private final UUID delivery = UUID.randomUUID();
  private final UUID notification = UUID.randomUUID();
  private final Journal journal =
      new Journal(
          new Lease(
              UUID.randomUUID(),
              NOW,
              List.of(
                  new LeasedEntry(
                      delivery, notification, "kim@example.com", "{}", 0, null, NOW, null))));

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void tellsEachDecisionOnceUnderItsIds() {
    journal.settled(new Settlement.Sent(delivery, attempt(Outcome.SENT, "250 2.0.0 taken", null)));
    Attempt later = attempt(Outcome.TRANSIENT, "451 <kim@example.com> later", "throttled");
    journal.settled(new Settlement.Retry(delivery, later, NOW, "later"));
    Attempt refused =
        attempt(Outcome.REJECTED, "550-5.1.1\n550 kim@example.com", "recipient-refused");
    journal.settled(new Settlement.Failed(delivery, refused, "kim@example.com is not known"));
    Attempt login = attempt(Outcome.MISCONFIGURED, null, "login-refused");
    journal.settled(new Settlement.PutLast(delivery, login));
    journal.settled(new Settlement.Released(delivery, login));
    assertThat(log.lines())
        .extracting(line -> line.level() + " " + line.message())
        .containsExactly(
            "DEBUG Sent (250)",
            "INFO Not sent (throttled, 451); tried again at 2026-11-23T09:00:00Z",
            "WARN Not sent (recipient-refused, 550), and given up",
            "INFO Not sent (login-refused); waits with all others",
            "INFO Not sent (login-refused); waits with all others");
    assertThat(log.lines())
        .extracting(LoggedLines.Line::ids)
        .containsOnly(
            Map.of("notification", notification.toString(), "delivery", delivery.toString()));
    assertThat(MDC.getMap()).isEmpty();
  }

  @Test
  void tellsNothingOfWhatWasNotTried() {
    journal.settled(new Settlement.Released(delivery, null));
    journal.settled(new Settlement.Sent(delivery, null));
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void knowsWhatIsLoggedWhileAMailIsMade() {
    LeasedEntry entry =
        new LeasedEntry(delivery, notification, "kim@example.com", "{}", 0, null, NOW, null);
    journal.composing(
        entry,
        () -> {
          Logger.getLogger(Journal.class).error("anything");
          return null;
        });
    assertThat(log.lines().get(0).ids())
        .containsEntry("notification", notification.toString())
        .containsEntry("delivery", delivery.toString());
  }

  private static Attempt attempt(Outcome outcome, String reply, String cause) {
    return new Attempt(NOW, outcome, reply, cause, "kim@example.com", "localhost:25", null, 7);
  }
}
