package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four instances find an empty database at once. */
@Tag("faults")
class ClusterStartIT {

  private static final int INSTANCES = 4;
  private static final int ROUNDS = Integer.getInteger("faults.starts", 5);

  /** Who migrates: it holds Flyway's lock. */
  private static final String MIGRATING =
      """
      SELECT application_name FROM pg_stat_activity
      WHERE pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted)
        AND datname = current_database()
      """;

  @TempDir Path folder;

  private final Api api = new Api();

  @Test
  void allMigrateSafely() throws Exception {
    try (Cluster cluster = new Cluster(folder, INSTANCES)) {
      for (int round = 0; round < ROUNDS; round++) {
        cluster.create("together" + round);
        cluster.startAll();
        assertReady(cluster, "together" + round);
      }
      System.out.printf("RESULT cluster-start instances=%d rounds=%d%n", INSTANCES, ROUNDS);
    }
  }

  @Test
  void theOthersGoOnWhenTheOneThatMigratesIsKilled() throws Exception {
    int caught = 0;
    try (Cluster cluster = new Cluster(folder, INSTANCES)) {
      for (int round = 0; round < ROUNDS; round++) {
        String name = "killed" + round;
        cluster.create(name);
        try (Aftermath database = new Aftermath(cluster.url(name))) {
          for (int i = 0; i < INSTANCES; i++) {
            cluster.launch(i);
          }
          int victim = migrating(database);
          cluster.kill(victim);
          if (database.column("SELECT 1 FROM pg_tables WHERE tablename = 'outbox'").isEmpty()) {
            caught++;
          }
          for (int i = 0; i < INSTANCES; i++) {
            if (i != victim) {
              cluster.instance(i).awaitStart();
            }
          }
          cluster.launch(victim);
          cluster.instance(victim).awaitStart();
        }
        assertReady(cluster, name);
      }
    }
    System.out.printf(
        "RESULT cluster-start-killed instances=%d rounds=%d killed-before-commit=%d%n",
        INSTANCES, ROUNDS, caught);
    assertThat(caught).isPositive();
  }

  /** Waits for somebody to do it; the first instance if it was over too soon to be seen. */
  private static int migrating(Aftermath database) throws Exception {
    for (long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        System.nanoTime() < end; ) {
      List<String> holders = database.column(MIGRATING);
      if (!holders.isEmpty()) {
        return Integer.parseInt(holders.get(0).substring(1));
      }
      if (!database.column("SELECT 1 FROM pg_tables WHERE tablename = 'outbox'").isEmpty()) {
        break;
      }
    }
    return 0;
  }

  private void assertReady(Cluster cluster, String database) throws Exception {
    for (int i = 0; i < INSTANCES; i++) {
      int port = cluster.port(i);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> api.get(port, "/q/health/ready").status() == 200);
    }
    try (Aftermath after = new Aftermath(cluster.url(database))) {
      assertThat(after.column("SELECT success FROM flyway_schema_history ORDER BY installed_rank"))
          .hasSize(1)
          .containsOnly("t");
      assertThat(after.column("SELECT id FROM lane")).containsExactly("1");
    }
    for (int i = 0; i < INSTANCES; i++) {
      cluster.instance(i).kill();
      assertThat(cluster.instance(i).errors()).isEmpty();
    }
  }
}
