package org.workherald.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

  private TestDatabase test;
  private Database database;
  private final List<Thread> threads = new ArrayList<>();

  @BeforeEach
  void open() {
    test = TestDatabase.open(Dialect.SQLITE, new MovableClock());
    database = test.database();
    database.<Object>write(
        handle -> {
          handle.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
          return handle.execute(
              """
              CREATE TABLE child (
                parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)
              """);
        });
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void whatWaitsSharesOneCommit() {
    List<String> order = new CopyOnWriteArrayList<>();
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Integer> first =
        start(
            handle -> {
              order.add("work");
              handle.afterCommit(() -> order.add("commit"));
              awaitUninterrupted(release);
              return 0;
            });
    await().until(() -> order.contains("work"));
    List<CompletableFuture<Integer>> rest = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      int number = i;
      rest.add(
          start(
              handle -> {
                order.add("work");
                handle.afterCommit(() -> order.add("commit"));
                return number;
              }));
    }
    awaitParked();

    release.countDown();

    first.join();
    assertThat(rest.stream().map(CompletableFuture::join)).containsExactly(1, 2, 3);
    assertThat(order)
        .containsExactly("work", "commit", "work", "work", "work", "commit", "commit", "commit");
  }

  @Test
  void aCommitThatFailsFailsAllThatSharedIt() {
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Integer> first =
        start(
            handle -> {
              awaitUninterrupted(release);
              return handle.execute("INSERT INTO parent VALUES (1)");
            });
    awaitParked();
    CompletableFuture<Integer> innocent =
        start(handle -> handle.execute("INSERT INTO parent VALUES (2)"));
    CompletableFuture<Integer> orphan =
        start(handle -> handle.execute("INSERT INTO child VALUES (99)"));
    awaitParked();

    release.countDown();

    assertThat(first.join()).isEqualTo(1);
    assertThatThrownBy(innocent::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(DatabaseUnavailable.class);
    assertThatThrownBy(orphan::join).hasCauseInstanceOf(DatabaseUnavailable.class);
    assertThat(parents()).containsExactly(1);
    database.write(handle -> handle.execute("INSERT INTO parent VALUES (3)"));
    assertThat(parents()).containsExactly(1, 3);
  }

  @Test
  void aDiskThatIsFullIsAnOutageAndPasses() {
    database.write(handle -> handle.createQuery("PRAGMA max_page_count = 1").mapToMap().list());
    assertThatThrownBy(() -> database.write(GroupCommitTest::fill))
        .isInstanceOf(DatabaseUnavailable.class)
        .hasMessageContaining("full");
    assertThat(parents()).isEmpty();

    database.write(
        handle -> handle.createQuery("PRAGMA max_page_count = 1000000").mapToMap().list());
    database.write(GroupCommitTest::fill);
    assertThat(parents()).hasSize(20_000);
  }

  @Test
  void anErrorIsThrownToItsOwnerAndTheWriterLivesOn() {
    assertThatThrownBy(
            () ->
                database.write(
                    handle -> {
                      throw new AssertionError("broken work");
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessage("broken work");

    database.write(handle -> handle.execute("INSERT INTO parent VALUES (1)"));
    assertThat(parents()).containsExactly(1);
  }

  @Test
  void aWriteWithinAWriteIsRefusedInsteadOfWaitingForItself() {
    assertThatThrownBy(() -> database.write(outer -> database.write(inner -> 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closingFinishesWhatWaitsAndTakesNoMore() {
    CountDownLatch release = new CountDownLatch(1);
    start(
        handle -> {
          awaitUninterrupted(release);
          return 0;
        });
    awaitParked();
    CompletableFuture<Integer> waiting =
        start(handle -> handle.execute("INSERT INTO parent VALUES (1)"));
    awaitParked();
    Thread closer = new Thread(database::close);
    closer.start();
    await().until(() -> closer.getState() == Thread.State.WAITING);

    assertThatThrownBy(() -> database.write(handle -> 1)).isInstanceOf(DatabaseUnavailable.class);
    release.countDown();

    assertThat(waiting.join()).isEqualTo(1);
    assertThat(parents()).containsExactly(1);
  }

  private <T> CompletableFuture<T> start(Function<Handle, T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                answer.complete(database.write(work));
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    threads.add(thread);
    thread.start();
    return answer;
  }

  /** Until everybody started has handed in their work and waits for its commit. */
  private void awaitParked() {
    await()
        .until(
            () -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
  }

  private List<Integer> parents() {
    return database.read(
        handle ->
            handle.createQuery("SELECT id FROM parent ORDER BY id").mapTo(Integer.class).list());
  }

  private static int fill(Handle handle) {
    return handle.execute(
        """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
        INSERT INTO parent SELECT i FROM n
        """);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
