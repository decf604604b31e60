package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.PackagedService;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TestCa;

/**
 * Killed at random moments under load, over and over: what was accepted is mailed, and mailed twice
 * only when the server's 250 was not recorded yet.
 */
@Tag("faults")
class CrashRoundsIT {

  private static final int ROUNDS = Integer.getInteger("faults.rounds", 100);
  private static final int CALLERS = 4;
  private static final int CONNECTIONS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final Dice dice = new Dice();
  private final Ledger ledger = new Ledger();
  private final Map<String, Instant> killed = new HashMap<>();
  private int duringStart;

  @Test
  void onSqlite() throws Exception {
    Path data = folder.resolve("data");
    crash("sqlite", new PackagedService(data), "jdbc:sqlite:" + data.resolve("workherald.db"));
  }

  @Test
  void onPostgresql() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      crash(
          "postgresql",
          new PackagedService(folder.resolve("data"))
              .with("WORKHERALD_DATABASE_URL", url)
              .with("WORKHERALD_DATABASE_USERNAME", "postgres")
              .with("WORKHERALD_DATABASE_PASSWORD", "postgres"),
          url);
    }
  }

  private void crash(String database, PackagedService bare, String url) throws Exception {
    Instant start = Instant.now();
    System.out.printf("crash %s: seed %d%n", database, dice.seed());
    TestCa ca = TestCa.create("Crash Root");
    Path trusted = Files.writeString(folder.resolve("ca.pem"), ca.pem());
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.starttls(ca.leaf("localhost"))
                .login("workherald", "secret")
                .forgetful()
                .taker(mail -> ledger.take(mail, 0));
        PackagedService service =
            bare.with("WORKHERALD_TRUST_STORE", trusted)
                .with("WORKHERALD_SMTP_HOST", "localhost")
                .with("WORKHERALD_SMTP_PORT", server.port())
                .with("WORKHERALD_SMTP_FROM", "workflow@example.com")
                .with("WORKHERALD_SMTP_USERNAME", "workherald")
                .with("WORKHERALD_SMTP_PASSWORD", "secret")
                .with("WORKHERALD_SMTP_CONNECTIONS", CONNECTIONS)
                // So that the leases of the dead come back within the test's patience.
                .with("WORKHERALD_DELIVERY_LEASE", "3S")) {
      Load load = new Load(ledger, dice, service::port);
      for (int round = 1; round <= ROUNDS; round++) {
        round(service, load, "round-" + round + ".example.com");
      }
      service.with("WORKHERALD_SMTP_SESSION_EHLO_NAME", "last.example.com").start();
      load.finish();
      await()
          .atMost(Duration.ofMinutes(5))
          .untilAsserted(() -> assertThat(ledger.missing()).isEmpty());
      try (Aftermath aftermath = new Aftermath(url)) {
        await().atMost(Duration.ofMinutes(1)).until(() -> aftermath.queued() == 0);
      }
      assertThat(service.stop()).isEqualTo(143);
      Repeats repeats = new Repeats(ledger, killed);
      report(database, load, repeats, start);
      assertThat(ledger.faults()).isEmpty();
      repeats.assertBounded(CONNECTIONS);
      try (Aftermath aftermath = new Aftermath(url)) {
        aftermath.check();
        aftermath.check(ledger);
      }
    }
  }

  private void round(PackagedService service, Load load, String name) throws InterruptedException {
    service.with("WORKHERALD_SMTP_SESSION_EHLO_NAME", name).launch();
    boolean early = dice.oneIn(5);
    if (early) {
      duringStart++;
      dice.pause(2500);
    } else {
      service.awaitStart();
      load.start(CALLERS);
      awaitMoment();
      dice.pause(1500);
    }
    killed.put(name, Instant.now());
    service.kill();
    if (!early) {
      load.stop();
    }
  }

  /** At once, when something was accepted, or when mails go out. */
  private void awaitMoment() {
    int accepted = ledger.accepted();
    int mailed = ledger.mailed();
    switch (dice.below(4)) {
      case 0 -> {}
      case 1 -> await().atMost(PATIENCE).until(() -> ledger.accepted() > accepted);
      default -> await().atMost(PATIENCE).until(() -> ledger.mailed() > mailed);
    }
  }

  private void report(String database, Load load, Repeats repeats, Instant start) {
    System.out.printf(
        "RESULT crash %s rounds=%d during-start=%d seed=%d accepted=%d keys=%d key-repeats=%d"
            + " mailed=%d lost=%d repeated=%d most-by-one-kill=%d bound-by-one-kill=%d"
            + " oldest-repeated-millis=%d seconds=%d%n",
        database,
        ROUNDS,
        duringStart,
        dice.seed(),
        ledger.accepted(),
        load.keyed().keys(),
        load.keyed().repeats(),
        ledger.mailed(),
        ledger.missing().size(),
        repeats.all(),
        repeats.mostByOneKill(),
        CONNECTIONS * Repeats.MOST_UNRECORDED,
        repeats.oldest().toMillis(),
        Duration.between(start, Instant.now()).toSeconds());
  }
}
