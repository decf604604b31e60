package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.faults.Api.Reply;

/** One Idempotency-Key at several instances at the same time. */
@Tag("faults")
class ClusterKeysIT {

  private static final int INSTANCES = 3;
  private static final int KEYS = Integer.getInteger("faults.keys", 500);

  @TempDir Path folder;

  private final Api api = new Api();
  private int conflicts;

  @Test
  void oneNotificationEach() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(2 * INSTANCES);
    try (Cluster cluster = new Cluster(folder, INSTANCES).startAll()) {
      for (int i = 0; i < KEYS; i++) {
        assertThat(ids(cluster, callers, "key" + i)).hasSize(1);
      }
      Ledger ledger = cluster.ledger();
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(ledger.missing()).isEmpty());
      System.out.printf(
          "RESULT cluster-keys instances=%d keys=%d requests=%d still-running=%d mailed=%d"
              + " repeated=%d%n",
          INSTANCES,
          KEYS,
          2 * INSTANCES * KEYS,
          conflicts,
          ledger.mailed(),
          cluster.repeats().all());
      assertThat(ledger.faults()).isEmpty();
      assertThat(ledger.mailed()).isEqualTo(KEYS);
      assertThat(cluster.repeats().all()).isZero();
    } finally {
      callers.shutdownNow();
    }
  }

  /** Twice at each instance, all at once; what still runs is asked again. */
  private Set<String> ids(Cluster cluster, ExecutorService callers, String name) throws Exception {
    String address = name + "@example.com";
    String body = Api.notification(name, List.of(address));
    cluster.ledger().asked(List.of(address));
    CyclicBarrier together = new CyclicBarrier(2 * INSTANCES);
    List<Future<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < 2 * INSTANCES; i++) {
      int port = cluster.port(i % INSTANCES);
      replies.add(
          callers.submit(
              () -> {
                together.await();
                return api.post(port, "/notifications", body, name);
              }));
    }
    Set<String> ids = new HashSet<>();
    int first = 0;
    for (Future<Reply> future : replies) {
      Reply reply = future.get();
      while (reply.status() == 409) {
        conflicts++;
        Dice.pause(Duration.ofMillis(20));
        reply = api.post(cluster.port(0), "/notifications", body, name);
      }
      assertThat(reply.status()).isEqualTo(202);
      ids.add(reply.body().get("id").asText());
      first += reply.replayed() ? 0 : 1;
    }
    assertThat(first).as("answers that are no replay").isEqualTo(1);
    cluster.ledger().accepted(List.of(address));
    return ids;
  }

  /**
   * An instance stops with its transaction open, the key's row inserted in it. It must not keep the
   * others from that key for as long as it is frozen.
   */
  @Test
  void aFrozenTransactionIsNotWaitedForForEver() throws Exception {
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try (Cluster cluster = new Cluster(folder, 2).startAll();
        Connection beside = cluster.connection()) {
      String body = Api.notification("stuck", List.of("stuck@example.com"));
      cluster.ledger().asked(List.of("stuck@example.com"));
      beside.setAutoCommit(false);
      try (Statement statement = beside.createStatement()) {
        statement.execute("LOCK TABLE notification IN EXCLUSIVE MODE");
      }
      int first = cluster.port(0);
      Future<Reply> stuck = caller.submit(() -> api.post(first, "/notifications", body, "stuck"));
      try (Aftermath database = new Aftermath(cluster.url())) {
        await()
            .until(
                () ->
                    !database
                        .column(
                            """
                            SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'
                              AND query LIKE 'INSERT INTO notification%'
                            """)
                        .isEmpty());
      }
      cluster.instance(0).freeze();
      beside.rollback();
      long start = System.nanoTime();
      await().atMost(Duration.ofSeconds(120)).until(() -> status(cluster, body) == 202);
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      cluster.instance(0).thaw();
      // Its answer, if any, matters less than what it did.
      await().atMost(Duration.ofMinutes(2)).until(stuck::isDone);
      Reply replay = api.post(cluster.port(0), "/notifications", body, "stuck");
      assertThat(replay.replayed()).isTrue();
      try (Aftermath database = new Aftermath(cluster.url())) {
        assertThat(database.column("SELECT id FROM notification"))
            .containsExactly(replay.body().get("id").asText());
        await().atMost(Duration.ofMinutes(1)).until(() -> database.queued() == 0);
      }
      System.out.printf("RESULT frozen-transaction waited-seconds=%d%n", waited.toSeconds());
      assertThat(cluster.repeats().all()).isZero();
    } finally {
      caller.shutdownNow();
    }
  }

  private int status(Cluster cluster, String body) throws InterruptedException {
    try {
      return api.post(cluster.port(1), "/notifications", body, "stuck").status();
    } catch (IOException e) {
      return 0;
    }
  }
}
