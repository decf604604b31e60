package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.PackagedService;

/**
 * PostgreSQL goes down and comes back, crashes, and ends all sessions, over and over under load:
 * what was accepted is mailed, once, and the service recovers by itself.
 */
@Tag("faults")
class DatabaseRestartIT {

  private static final int ROUNDS = Integer.getInteger("faults.rounds", 30);

  @TempDir Path folder;

  private Duration longest = Duration.ZERO;

  @Test
  void everythingAcceptedIsMailedOnce() throws Exception {
    Instant start = Instant.now();
    try (RestartablePostgres postgres = new RestartablePostgres(folder.resolve("pg"));
        Service fixture = new Service(folder);
        PackagedService service =
            fixture
                .at(folder.resolve("data"))
                .with("WORKHERALD_DATABASE_URL", postgres.url())
                .with("WORKHERALD_DATABASE_USERNAME", "postgres")
                // A claim whose commit broke off waits for as long.
                .with("WORKHERALD_DELIVERY_LEASE", "20S")) {
      service.start();
      Load load = fixture.load(service);
      load.start(4);
      for (int round = 0; round < ROUNDS; round++) {
        int mailed = fixture.ledger.mailed();
        await().atMost(Duration.ofMinutes(1)).until(() -> fixture.ledger.mailed() > mailed);
        fixture.dice.pause(500);
        switch (round % 3) {
          case 0 -> postgres.restart("immediate");
          case 1 -> postgres.restart("fast");
          default -> postgres.terminateAll();
        }
        Instant back = Instant.now();
        int accepted = fixture.ledger.accepted();
        await().atMost(Duration.ofMinutes(1)).until(() -> fixture.ledger.accepted() > accepted);
        longest = longer(longest, Duration.between(back, Instant.now()));
      }
      load.stop();
      load.finish();
      fixture.assertAllMailedOnce(Duration.ofMinutes(2));
      assertThat(load.refused()).isPositive();
      assertThat(service.stop()).isEqualTo(143);
      System.out.printf(
          "RESULT database-restart rounds=%d seed=%d accepted=%d mailed=%d refused-503=%d lost=%d"
              + " repeated=%d longest-recovery-millis=%d seconds=%d%n",
          ROUNDS,
          fixture.dice.seed(),
          fixture.ledger.accepted(),
          fixture.ledger.mailed(),
          load.refused(),
          fixture.ledger.missing().size(),
          fixture.repeated(),
          longest.toMillis(),
          Duration.between(start, Instant.now()).toSeconds());
      try (Aftermath aftermath = new Aftermath(postgres.url())) {
        await().atMost(Duration.ofMinutes(1)).until(() -> aftermath.queued() == 0);
        aftermath.check();
        aftermath.check(fixture.ledger);
      }
    }
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
