package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.PackagedService;

/** The mail server's limits hold for all instances together, and all of them work. */
@Tag("faults")
class ClusterLimitsIT {

  private static final int INSTANCES = 3;
  private static final int CONNECTIONS = 3;
  private static final int PER_MINUTE = 60;
  private static final int SECONDS = Integer.getInteger("faults.rate-seconds", 90);
  private static final int MAILS = Integer.getInteger("faults.shared-mails", 3_000);

  @TempDir Path folder;

  @Test
  void messagesPerMinute() throws Exception {
    try (Cluster cluster =
        new Cluster(folder, INSTANCES)
            .with("WORKHERALD_SMTP_MESSAGES_PER_MINUTE", PER_MINUTE)
            .startAll()) {
      new Posts(cluster.ledger()).batch(cluster.port(0), "rate", 5 * PER_MINUTE);
      Dice.pause(Duration.ofSeconds(SECONDS));
      List<Instant> taken =
          cluster.ledger().copies().stream()
              .flatMap(List::stream)
              .map(copy -> copy.mail().takenAt())
              .sorted()
              .toList();
      int most = 0;
      for (int i = 0, first = 0; i < taken.size(); i++) {
        while (!taken.get(first).plusSeconds(60).isAfter(taken.get(i))) {
          first++;
        }
        most = Math.max(most, i - first + 1);
      }
      System.out.printf(
          "RESULT cluster-rate instances=%d per-minute=%d seconds=%d sent=%d"
              + " most-in-a-minute=%d by=%s%n",
          INSTANCES, PER_MINUTE, SECONDS, taken.size(), most, shares(cluster));
      assertThat(most).isLessThanOrEqualTo(PER_MINUTE);
      assertThat(taken).hasSizeGreaterThan(PER_MINUTE * (SECONDS - 30) / 60);
    }
  }

  /** Also while one is killed and replaced. */
  @Test
  void connectionsAndWorkAreShared() throws Exception {
    Dice dice = new Dice();
    try (Cluster cluster =
        new Cluster(folder, INSTANCES).with("WORKHERALD_DELIVERY_BATCH", 20).startAll()) {
      // Slow enough to last for as long as three starts take.
      cluster.server().delay(Duration.ofMillis(50));
      Ledger ledger = cluster.ledger();
      Posts posts = new Posts(ledger);
      for (int i = 0; i < MAILS / 500; i++) {
        posts.batch(cluster.port(i % INSTANCES), "share" + i, 500);
      }
      for (int i = 0; i < INSTANCES; i++) {
        int before = ledger.mailed();
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> ledger.mailed() > before + 50 || ledger.missing().isEmpty());
        dice.pause(500);
        cluster.kill(i);
        cluster.launch(i);
        cluster.instance(i).awaitStart();
      }
      await()
          .atMost(Duration.ofMinutes(5))
          .untilAsserted(() -> assertThat(ledger.missing()).isEmpty());
      Map<String, Long> counted = new TreeMap<>();
      for (int i = 0; i < INSTANCES; i++) {
        counted.put(cluster.name(i), counted(cluster.instance(i)));
      }
      int most = cluster.server().presence().most();
      System.out.printf(
          "RESULT cluster-share instances=%d mails=%d connections=%d most-connections=%d by=%s"
              + " counted=%s repeated=%d%n",
          INSTANCES,
          ledger.mailed(),
          CONNECTIONS,
          most,
          shares(cluster),
          counted,
          cluster.repeats().all());
      cluster.repeats().assertBounded(CONNECTIONS);
      counted.forEach(
          (name, count) ->
              assertThat(count).as(name).isEqualTo(shares(cluster).getOrDefault(name, 0L)));
      assertThat(shares(cluster).keySet().stream().map(name -> name.substring(0, 2)).distinct())
          .hasSize(INSTANCES);
      assertThat(most).isLessThanOrEqualTo(CONNECTIONS);
    }
  }

  /** How many each process sent, as the mail server saw it. */
  private static Map<String, Long> shares(Cluster cluster) {
    return cluster.ledger().copies().stream()
        .flatMap(List::stream)
        .collect(
            Collectors.groupingBy(
                copy -> copy.mail().client(), TreeMap::new, Collectors.counting()));
  }

  /** The same as the process itself counts it. */
  private static long counted(PackagedService instance) {
    return instance
        .request()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("workherald_attempts_total"))
        .filter(line -> line.contains("outcome=\"sent\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
