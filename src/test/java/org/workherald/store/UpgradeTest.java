package org.workherald.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.sql.DriverManager;
import java.time.Clock;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The current code opens what each release has written, on both databases. */
@ParameterizedClass
@MethodSource("org.workherald.store.DatabaseFixture#all")
class UpgradeTest {

  private final DatabaseFixture fixture;

  UpgradeTest(DatabaseFixture fixture) {
    this.fixture = fixture;
  }

  @Test
  void opensItOnSqlite() throws Exception {
    opens(Dialect.SQLITE);
  }

  @Test
  void opensItOnPostgresql() throws Exception {
    opens(Dialect.POSTGRESQL);
  }

  /**
   * So that a migration meets rows in every table, but the one that lives for seconds and is used
   * by replicas on PostgreSQL alone.
   */
  @Test
  void everyTableOfItHasRows() throws Exception {
    String url = TestDatabase.newUrl(Dialect.SQLITE);
    fixture.load(url);
    try (var connection = DriverManager.getConnection(url)) {
      var tables = new TreeSet<>(DatabaseCopy.tables(connection));
      assertThat(tables.remove("sender_slot")).isTrue();
      assertThat(rows().keySet()).containsAll(tables);
    }
  }

  private void opens(Dialect dialect) throws Exception {
    String url = TestDatabase.newUrl(dialect);
    fixture.load(url);
    var source = TestDatabase.dataSource(dialect, url);
    try (source;
        var database = new Database(dialect, source, Clock.systemUTC())) {
      assertThatCode(database::open)
          .as("a migration that was released must not be edited: see %s/../README.md", fixture)
          .doesNotThrowAnyException();
      assertThat(database.writable()).isTrue();
      Map<String, Long> expected = rows();
      for (String table : new TreeSet<>(expected.keySet())) {
        long found =
            database.read(
                handle ->
                    handle.createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one());
        assertThat(found).as(table).isEqualTo(expected.get(table));
      }
    }
  }

  private Map<String, Long> rows() throws Exception {
    return fixture.rows().stream()
        .collect(Collectors.groupingBy(DatabaseFixture.Row::table, Collectors.counting()));
  }
}
