package org.workherald.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseTest {

  private final MovableClock clock = new MovableClock();

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatWasWrittenIsThereAfterOpeningAgain(Dialect dialect) {
    TestDatabase test = TestDatabase.open(dialect, clock);
    test.database().write(handle -> insert(handle, "kept"));
    test.close();
    try (TestDatabase again = test.openAgain()) {
      assertThat(kinds(again.database())).containsExactly("kept");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void workThatThrowsIsUndoneAloneAndItsExceptionIsThrownUnchanged(Dialect dialect)
      throws Exception {
    int writers = 40;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    var broken = new IllegalArgumentException("not today");
    try (TestDatabase test = TestDatabase.open(dialect, clock)) {
      CountDownLatch start = new CountDownLatch(1);
      List<CompletableFuture<Integer>> results = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        int number = i;
        results.add(
            CompletableFuture.supplyAsync(
                () ->
                    test.database()
                        .write(
                            handle -> {
                              insert(handle, "kind-" + number);
                              if (number % 4 == 0) {
                                throw broken;
                              }
                              return number;
                            }),
                threads));
      }
      start.countDown();
      for (int i = 0; i < writers; i++) {
        CompletableFuture<Integer> result = results.get(i);
        if (i % 4 == 0) {
          assertThatThrownBy(result::join).hasCause(broken);
        } else {
          assertThat(result.join()).isEqualTo(i);
        }
      }
      assertThat(kinds(test.database())).hasSize(writers * 3 / 4).doesNotContain("kind-4");
    } finally {
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aReadCannotWrite(Dialect dialect) {
    try (TestDatabase test = TestDatabase.open(dialect, clock)) {
      test.database().read(DatabaseTest::count);
      assertThatThrownBy(() -> test.database().read(handle -> insert(handle, "sneaked-in")))
          .isInstanceOf(RuntimeException.class);
      assertThat(kinds(test.database())).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void isWritable(Dialect dialect) {
    try (TestDatabase test = TestDatabase.open(dialect, clock)) {
      assertThat(test.database().writable()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void commitsDurably(Dialect dialect) {
    String question = dialect == Dialect.SQLITE ? "PRAGMA synchronous" : "SHOW synchronous_commit";
    String durable = dialect == Dialect.SQLITE ? "2" : "on";
    try (TestDatabase test = TestDatabase.open(dialect, clock)) {
      assertThat(
              test.database()
                  .<String>write(handle -> handle.createQuery(question).mapTo(String.class).one()))
          .isEqualTo(durable);
    }
  }

  private static int insert(Handle handle, String kind) {
    return handle.execute(
        "INSERT INTO setting (kind, revision, updated_at) VALUES (?, 1, 0)", kind);
  }

  private static long count(Handle handle) {
    return handle.createQuery("SELECT COUNT(*) FROM setting").mapTo(Long.class).one();
  }

  private static List<String> kinds(Database database) {
    return database.read(
        handle -> handle.createQuery("SELECT kind FROM setting").mapTo(String.class).list());
  }
}
