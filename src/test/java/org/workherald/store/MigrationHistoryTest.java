package org.workherald.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flyway is left out exactly where it would do nothing. */
@ParameterizedClass
@EnumSource(Dialect.class)
class MigrationHistoryTest {

  @Parameter Dialect dialect;
  private AgroalDataSource source;

  @BeforeEach
  void makeADatabase() {
    source = TestDatabase.dataSource(dialect, TestDatabase.newUrl(dialect));
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void anEmptyDatabaseLacksAll() throws SQLException {
    assertThat(MigrationHistory.isComplete(source)).isFalse();
  }

  @Test
  void aDatabaseOfThisReleaseHasThemAll() throws SQLException {
    migrate();

    assertThat(MigrationHistory.isComplete(source)).isTrue();
  }

  @Test
  void thenFlywayIsNotAsked() throws SQLException {
    migrate();
    // It would refuse this.
    execute("UPDATE flyway_schema_history SET description = 'another'");

    assertThatCode(this::migrate).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM flyway_schema_history",
        "UPDATE flyway_schema_history SET checksum = checksum + 1",
        "UPDATE flyway_schema_history SET version = '0'",
        "UPDATE flyway_schema_history SET success = false",
        """
        INSERT INTO flyway_schema_history
        SELECT installed_rank + 1, '1000', description, type, script, checksum,
               installed_by, installed_on, execution_time, success
        FROM flyway_schema_history WHERE version = '1'
        """,
        "ALTER TABLE flyway_schema_history RENAME COLUMN checksum TO digest",
        "DROP TABLE flyway_schema_history"
      })
  void whateverElseIsThereIsLeftToFlyway(String change) throws SQLException {
    migrate();
    execute(change);

    assertThat(MigrationHistory.isComplete(source)).isFalse();
  }

  @Test
  void aDatabaseThatIsAwayIsToldOfAtOnce() {
    source.close();

    assertThatThrownBy(() -> MigrationHistory.isComplete(source)).isInstanceOf(SQLException.class);
  }

  /** The names stand in the class as no class path can be listed in a native executable. */
  @Test
  void theSourcesHaveNoOtherMigrations() throws Exception {
    try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(MigrationHistory.RELEASE);
    }
  }

  private void migrate() {
    new Schema(dialect, source, Clock.systemUTC()).ensure();
  }

  private void execute(String sql) throws SQLException {
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
