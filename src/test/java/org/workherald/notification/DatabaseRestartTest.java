package org.workherald.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.faults.RestartablePostgres;
import org.workherald.notification.Reception.Prepared;
import org.workherald.store.DatabaseUnavailable;

/** PostgreSQL crashes, is restarted, and ends all sessions, while notifications come in. */
class DatabaseRestartTest {

  @TempDir Path folder;

  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final AtomicInteger numbers = new AtomicInteger();
  private volatile boolean running = true;

  @Test
  void whatIsAcceptedIsStoredOnceAndItRecoversByItself() throws Exception {
    try (RestartablePostgres postgres = new RestartablePostgres(folder.resolve("pg"));
        Parts parts = Parts.at(postgres.url(), Duration.ofSeconds(5))) {
      List<CompletableFuture<Void>> callers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        callers.add(CompletableFuture.runAsync(() -> post(parts.reception(), parts)));
      }
      awaitMore();
      postgres.restart("immediate");
      awaitMore();
      postgres.restart("fast");
      awaitMore();
      postgres.terminateAll();
      awaitMore();
      running = false;
      callers.forEach(CompletableFuture::join);

      List<String> stored =
          parts
              .test
              .database()
              .read(
                  handle ->
                      handle
                          .createQuery("SELECT work_item FROM notification")
                          .mapTo(String.class)
                          .list());
      assertThat(stored).doesNotHaveDuplicates().containsAll(accepted);
      assertThat(refused).isNotEmpty();
    }
  }

  private void awaitMore() {
    int before = accepted.size();
    await().atMost(Duration.ofMinutes(1)).until(() -> accepted.size() >= before + 20);
  }

  private void post(Reception reception, Parts parts) {
    while (running) {
      String item = "item-" + numbers.incrementAndGet();
      try {
        reception.accept(
            Parts.CALLER,
            item,
            Map.of("item", item),
            () ->
                new Prepared(
                    List.of(parts.draft(Event.STEP_ASSIGNED, item, "kim@example.com")),
                    "",
                    Map.of()));
        accepted.add(item);
      } catch (DatabaseUnavailable e) {
        refused.add(item);
      } catch (AssertionError e) {
        // The driver's own, off in production: the connection broke in the midst of a batch.
        assertThat(e.getStackTrace()[0].getClassName()).startsWith("org.postgresql.");
        refused.add(item);
      }
    }
  }
}
