package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.faults.Ledger.Copy;

/**
 * An instance stops in the middle of sending for longer than its lease, as a paused virtual machine
 * does, and wakes up when others have taken its work over.
 */
@Tag("faults")
class FreezeIT {

  private static final int ROUNDS = Integer.getInteger("faults.freezes", 10);
  private static final int EACH = 300;
  private static final int CONNECTIONS = 3;

  @TempDir Path folder;

  private final Map<String, Freeze> freezes = new HashMap<>();
  private Ledger ledger;
  private int onTheWire;
  private int inTheBody;

  private record Freeze(Instant from, Instant until) {}

  @Test
  void theStaleWorkerSendsAndSettlesNothing() throws Exception {
    Dice dice = new Dice();
    System.out.printf("freeze: seed %d%n", dice.seed());
    try (Cluster cluster = new Cluster(folder, 2).with("WORKHERALD_DELIVERY_BATCH", 20)) {
      // What was frozen in the midst of a transaction keeps its locks for so long; a minute else.
      cluster.execute("ALTER DATABASE postgres SET idle_in_transaction_session_timeout = '5s'");
      cluster.startAll();
      ledger = cluster.ledger();
      cluster.server().delay(Duration.ofMillis(10));
      for (int round = 0; round < ROUNDS; round++) {
        freeze(cluster, dice, round);
      }
      int other = 0;
      for (List<Copy> copies : ledger.copies()) {
        other += copies.size() > 1 ? tolerable(copies) : 0;
      }
      System.out.printf(
          "RESULT freeze rounds=%d seed=%d mailed=%d lost=%d repeated-on-the-wire=%d"
              + " repeated-in-the-body=%d repeated-otherwise=%d most-connections=%d%n",
          ROUNDS,
          dice.seed(),
          ledger.mailed(),
          ledger.missing().size(),
          onTheWire,
          inTheBody,
          other,
          cluster.server().presence().most());
      assertThat(ledger.faults()).isEmpty();
      assertThat(other).isZero();
      // A worker that never asked again would do so at each third connection.
      assertThat(inTheBody).isLessThanOrEqualTo(Math.max(1, ROUNDS / 3));
      assertThat(onTheWire).isLessThanOrEqualTo(ROUNDS * CONNECTIONS * Repeats.MOST_UNRECORDED);
      try (Aftermath aftermath = new Aftermath(cluster.url())) {
        aftermath.check();
      }
    }
  }

  private void freeze(Cluster cluster, Dice dice, int round) throws Exception {
    int frozen = round % 2;
    String name = cluster.name(frozen);
    int before = sentBy(ledger, name);
    new Posts(ledger).batch(cluster.port(frozen), "r" + round, EACH);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> sentBy(ledger, name) > before + 2 + round % 5);
    dice.pause(50);
    cluster.instance(frozen).freeze();
    Instant from = Instant.now();
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(ledger.missing()).isEmpty());
    try (Aftermath aftermath = new Aftermath(cluster.url())) {
      await().atMost(Duration.ofMinutes(2)).until(() -> aftermath.queued() == 0);
    }
    freezes.put(name, new Freeze(from, Instant.now()));
    cluster.instance(frozen).thaw();
    // Time to do what it must not, for what can be seen of a worker that does nothing?
    Dice.pause(Duration.ofSeconds(2));
    assertThat(cluster.instance(frozen).stop()).isEqualTo(143);
    cluster.launch(frozen);
    cluster.instance(frozen).awaitStart();
  }

  private static int sentBy(Ledger ledger, String name) {
    return (int)
        ledger.copies().stream()
            .flatMap(List::stream)
            .filter(copy -> copy.mail().client().equals(name))
            .count();
  }

  /**
   * Whether what was sent by the one that was frozen had left it before, or was about to: between
   * its last look at its lease and the body it cannot notice; 1 if neither.
   */
  private int tolerable(List<Copy> copies) {
    assertThat(copies.stream().map(Copy::messageId).distinct()).hasSize(1);
    long stale =
        copies.stream()
            .filter(copy -> freezes.containsKey(copy.mail().client()))
            .filter(copy -> copy.mail().takenAt().isBefore(thawed(copy)))
            .filter(copy -> copy.mail().dataAt().isBefore(thawed(copy)))
            .count();
    if (stale >= copies.size() - 1) {
      onTheWire++;
      return 0;
    }
    long asked =
        copies.stream()
            .filter(copy -> freezes.containsKey(copy.mail().client()))
            .filter(copy -> copy.mail().dataAt().isBefore(freezes.get(copy.mail().client()).from()))
            .count();
    if (asked >= copies.size() - 1) {
      inTheBody++;
      return 0;
    }
    System.out.println("repeated: " + Repeats.describe(copies));
    return 1;
  }

  private Instant thawed(Copy copy) {
    return freezes.get(copy.mail().client()).until();
  }
}
