package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances die and come back while others go on. */
@Tag("faults")
class ClusterKillsIT {

  private static final int INSTANCES = 3;
  private static final int CONNECTIONS = 3;
  private static final int KILLS = Integer.getInteger("faults.kills", 30);
  private static final int MAILS = Integer.getInteger("faults.mails", 5_000);

  @TempDir Path folder;

  @Test
  void nothingIsLostAndNothingRepeatedButByKills() throws Exception {
    Instant start = Instant.now();
    Dice dice = new Dice();
    System.out.printf("cluster kills: seed %d%n", dice.seed());
    try (Cluster cluster = new Cluster(folder, INSTANCES).startAll()) {
      Ledger ledger = cluster.ledger();
      cluster.server().delay(Duration.ofMillis(2));
      Load load = new Load(ledger, dice, () -> cluster.port(dice.below(INSTANCES)));
      load.start(4);
      for (int i = 0; i < KILLS; i++) {
        int victim = dice.below(INSTANCES);
        dice.pause(1000);
        cluster.kill(victim);
        dice.pause(1000);
        cluster.launch(victim);
        if (dice.oneIn(4)) {
          // Again while it starts.
          dice.pause(1500);
          cluster.kill(victim);
          cluster.launch(victim);
        }
        cluster.instance(victim).awaitStart();
      }
      await()
          .atMost(Duration.ofMinutes(5))
          .until(() -> ledger.accepted() >= MAILS || !ledger.faults().isEmpty());
      load.stop();
      load.finish();
      await()
          .atMost(Duration.ofMinutes(5))
          .untilAsserted(() -> assertThat(ledger.missing()).isEmpty());
      try (Aftermath aftermath = new Aftermath(cluster.url())) {
        await().atMost(Duration.ofMinutes(1)).until(() -> aftermath.queued() == 0);
        for (int i = 0; i < INSTANCES; i++) {
          assertThat(cluster.instance(i).stop()).isEqualTo(143);
        }
        Repeats repeats = cluster.repeats();
        System.out.printf(
            "RESULT cluster-kills instances=%d kills=%d seed=%d accepted=%d keys=%d mailed=%d"
                + " lost=%d repeated=%d most-by-one-kill=%d bound-by-one-kill=%d"
                + " most-connections=%d seconds=%d%n",
            INSTANCES,
            KILLS,
            dice.seed(),
            ledger.accepted(),
            load.keyed().keys(),
            ledger.mailed(),
            ledger.missing().size(),
            repeats.all(),
            repeats.mostByOneKill(),
            CONNECTIONS * Repeats.MOST_UNRECORDED,
            cluster.server().presence().most(),
            Duration.between(start, Instant.now()).toSeconds());
        assertThat(ledger.faults()).isEmpty();
        repeats.assertBounded(CONNECTIONS);
        aftermath.check();
        aftermath.check(ledger);
        assertThat(cluster.server().presence().most()).isLessThanOrEqualTo(CONNECTIONS);
      }
    }
  }
}
