package org.workherald.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database that is away, comes back, or cannot be used at all. */
class OutageTest {

  private final MovableClock clock = new MovableClock();
  @TempDir Path temp;

  @Test
  void aServerThatIsAwayAtStartIsUsedWhenItIsThere() {
    TestDatabase.admin("SELECT 1");
    String name = "late_" + System.nanoTime();
    try (AgroalDataSource source = postgresql(name)) {
      Database database = database(Dialect.POSTGRESQL, source);
      database.open();
      assertThat(database.writable()).isFalse();
      clock.move(Duration.ofSeconds(2));
      assertThatThrownBy(() -> database.write(OutageTest::insert))
          .isInstanceOf(DatabaseUnavailable.class);

      TestDatabase.admin("CREATE DATABASE " + name);

      assertThat(database.writable()).as("not asked again within a second").isFalse();
      clock.move(Duration.ofSeconds(1));
      assertThat(database.writable()).isTrue();
      assertThat(database.write(OutageTest::insert)).isEqualTo(1);
    }
  }

  @Test
  void aServerThatGoesAwayLaterIsUsedAgainWhenItIsBack() {
    String name = "flaky_" + System.nanoTime();
    TestDatabase.admin("CREATE DATABASE " + name);
    try (AgroalDataSource source = postgresql(name)) {
      Database database = database(Dialect.POSTGRESQL, source);
      database.open();
      database.write(OutageTest::insert);

      TestDatabase.admin("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
      TestDatabase.admin(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");

      assertThat(database.writable()).isFalse();
      assertThatThrownBy(() -> database.write(OutageTest::insert))
          .isInstanceOf(DatabaseUnavailable.class);
      assertThatThrownBy(() -> database.read(handle -> 1)).isInstanceOf(DatabaseUnavailable.class);

      TestDatabase.admin("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");

      // Each connection that died in the pool may fail once, unless it was idle for a second.
      await().until(database::writable);
      assertThat(database.read(OutageTest::count)).isEqualTo(1);
    }
  }

  @Test
  void aServerThatTakesNoWritesIsNotWritable() {
    String name = "standby_" + System.nanoTime();
    TestDatabase.admin("CREATE DATABASE " + name);
    try (AgroalDataSource source = postgresql(name)) {
      Database database = database(Dialect.POSTGRESQL, source);
      database.open();
      TestDatabase.admin("ALTER DATABASE " + name + " SET default_transaction_read_only = on");
      try (AgroalDataSource later = postgresql(name)) {
        Database standby = database(Dialect.POSTGRESQL, later);
        standby.open();
        assertThat(standby.writable()).isFalse();
        assertThatThrownBy(() -> standby.write(OutageTest::insert))
            .isInstanceOf(DatabaseUnavailable.class);
      }
    }
  }

  @Test
  void aServerSetToCommitLazilyIsOverruled() {
    String name = "lazy_" + System.nanoTime();
    TestDatabase.admin("CREATE DATABASE " + name);
    TestDatabase.admin("ALTER DATABASE " + name + " SET synchronous_commit = off");
    try (AgroalDataSource source = postgresql(name)) {
      Database database = database(Dialect.POSTGRESQL, source);
      assertThat(
              database.<String>write(
                  handle ->
                      handle.createQuery("SHOW synchronous_commit").mapTo(String.class).one()))
          .isEqualTo("on");
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws IOException {
    Path file = Files.writeString(temp.resolve("workherald.db"), "not a database ".repeat(1000));
    byte[] before = Files.readAllBytes(file);
    try (AgroalDataSource source = TestDatabase.dataSource(Dialect.SQLITE, "jdbc:sqlite:" + file)) {
      assertThatThrownBy(() -> database(Dialect.SQLITE, source).open())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("damaged")
          .hasMessageContaining("backup");
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aFileThatCannotBeOpenedIsRefusedWithAHint() throws IOException {
    Path directory = Files.createDirectory(temp.resolve("workherald.db"));
    try (AgroalDataSource source =
        TestDatabase.dataSource(Dialect.SQLITE, "jdbc:sqlite:" + directory)) {
      assertThatThrownBy(() -> database(Dialect.SQLITE, source).open())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("workherald.data-dir");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aMistakeInAStatementIsNoOutage(Dialect dialect) {
    Database database = TestDatabase.emptied(dialect).database();
    database.write(OutageTest::insert);

    assertThatThrownBy(() -> database.write(OutageTest::insert))
        .isInstanceOf(StatementException.class);
    assertThatThrownBy(() -> database.read(handle -> handle.execute("SELEKT")))
        .isInstanceOf(StatementException.class);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aFailureShowsNoneOfTheValues(Dialect dialect) {
    Database database = TestDatabase.emptied(dialect).database();
    String sql = "INSERT INTO setting (kind, revision, updated_at) VALUES (?, 1, 0)";
    database.write(handle -> handle.execute(sql, "kim@example.com"));

    assertThatThrownBy(() -> database.write(handle -> handle.execute(sql, "kim@example.com")))
        .satisfies(
            failure -> {
              for (Throwable t = failure; t != null; t = t.getCause()) {
                assertThat(t.toString()).doesNotContain("kim");
              }
            });
  }

  @Test
  void replicasMayStartTogether() {
    String url = TestDatabase.newUrl(Dialect.POSTGRESQL);
    List<CompletableFuture<Void>> replicas = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      replicas.add(
          CompletableFuture.runAsync(
              () -> {
                try (AgroalDataSource source = TestDatabase.dataSource(Dialect.POSTGRESQL, url)) {
                  database(Dialect.POSTGRESQL, source).read(OutageTest::count);
                }
              }));
    }

    assertThat(replicas).allSatisfy(CompletableFuture::join);
  }

  @Test
  void isAnsweredAsAProblemThatSaysWhenToComeBack() {
    var problem = new DatabaseUnavailableMapper().toProblem(new DatabaseUnavailable("away", null));

    assertThat(problem.getStatusCode()).isEqualTo(503);
    assertThat(problem.getHeaders()).containsEntry("Retry-After", 5);
    assertThat(problem.getDetail()).doesNotContain("away");
  }

  @Test
  void anUnknownOutcomeIsAnsweredAsSuch() {
    var problem = new DatabaseUnavailableMapper().toProblem(new CommitUnknown("reset", null));

    assertThat(problem.getStatusCode()).isEqualTo(503);
    assertThat(problem.getHeaders()).containsEntry("Retry-After", 5);
    assertThat(problem.getDetail())
        .contains("may have been stored")
        .contains("Idempotency-Key is safe")
        .doesNotContain("reset");
  }

  private Database database(Dialect dialect, AgroalDataSource source) {
    return new Database(dialect, source, clock);
  }

  private static AgroalDataSource postgresql(String name) {
    return TestDatabase.dataSource(Dialect.POSTGRESQL, TestDatabase.urlOf(name));
  }

  private static int insert(Handle handle) {
    return handle.execute("INSERT INTO setting (kind, revision, updated_at) VALUES ('k', 1, 0)");
  }

  private static int count(Handle handle) {
    return handle.createQuery("SELECT COUNT(*) FROM setting").mapTo(Integer.class).one();
  }
}
