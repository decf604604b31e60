package org.workherald.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Database files that the service does not start with: plain words, and not a byte is changed. */
class StartRefusedTest {

  private static final int PAGE = 4096;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void make() {
    file = folder.resolve("workherald.db");
    start();
    // The pool closes its connections on a thread of its own, and one that it was just making may
    // stay open: the log is emptied, whoever has it open.
    await()
        .until(
            () -> {
              history("PRAGMA wal_checkpoint(TRUNCATE)");
              return Files.notExists(wal()) || Files.size(wal()) == 0;
            });
  }

  @Test
  void aSoundFileIsTaken() {
    start();
  }

  @Test
  void aTruncatedFile() throws IOException {
    assertDamaged(bytes -> Arrays.copyOf(bytes, bytes.length / PAGE / 2 * PAGE));
    assertDamaged(bytes -> Arrays.copyOf(bytes, bytes.length / 2 + 77));
  }

  @Test
  void aHeaderOfGarbage() throws IOException {
    assertDamaged(bytes -> flip(bytes, 0, 30));
  }

  @Test
  void pagesFlippedInTheMiddle() throws IOException {
    assertDamaged(bytes -> flip(bytes, bytes.length / 2 / PAGE * PAGE, PAGE));
    assertDamaged(bytes -> flip(bytes, bytes.length - PAGE, 100));
  }

  @Test
  void aFileThatIsNoDatabase() throws IOException {
    assertDamaged(bytes -> "not a database ".repeat(1000).getBytes());
  }

  @Test
  void theLogOfAnotherDatabaseLeftBesideARestoredOne() throws Exception {
    // The restored one is older and smaller: the log is about pages that it does not have.
    byte[] restored = Files.readAllBytes(file);
    byte[] log;
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE other (a INTEGER PRIMARY KEY, b TEXT UNIQUE)");
      statement.execute(
          """
          WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
          INSERT INTO other SELECT i, printf('%0100d', i * 7919 % 2003) FROM n
          """);
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      statement.execute("DELETE FROM other WHERE a % 3 = 0");
      log = Files.readAllBytes(wal());
    }
    assertThat(log).isNotEmpty();
    Files.write(file, restored);
    Files.write(wal(), log);

    assertThatThrownBy(this::start).hasMessageContaining("damaged").hasMessageContaining("-wal");

    assertThat(Files.readAllBytes(file)).isEqualTo(restored);
    assertThat(Files.readAllBytes(wal())).isEqualTo(log);
  }

  @Test
  void aLogOfGarbageIsNoneAndHarmsNobody() throws IOException {
    byte[] garbage = new byte[100_000];
    new Random(1).nextBytes(garbage);
    Files.write(wal(), garbage);
    start();
  }

  @Test
  void aSchemaOfANewerRelease() throws Exception {
    history(
        """
        INSERT INTO flyway_schema_history
        SELECT 2, '2', 'more', type, 'V2__more.sql', 1, installed_by, installed_on, 1, success
        FROM flyway_schema_history WHERE installed_rank = 1
        """);
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(this::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "This release cannot use the database: it was brought to version 2 by a newer release,"
                + " and this one knows versions up to 1. Nothing was changed. Start the newer"
                + " release, or restore a backup from before the upgrade.");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aSchemaOfNoRelease() throws Exception {
    history("UPDATE flyway_schema_history SET checksum = 1");
    assertThatThrownBy(this::start).hasMessageContaining("not the one that this release");
  }

  private void assertDamaged(UnaryOperator<byte[]> damage) throws IOException {
    byte[] good = Files.readAllBytes(file);
    byte[] bad = damage.apply(good.clone());
    Files.write(file, bad);
    assertThatThrownBy(this::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("damaged")
        .hasMessageContaining("backup");
    assertThat(Files.readAllBytes(file)).isEqualTo(bad);
    Files.write(file, good);
  }

  /** As the service does it. */
  private void start() {
    if (Files.exists(file)) {
      new SqliteFile(file).refuseDamaged();
    }
    try (AgroalDataSource source = TestDatabase.dataSource(Dialect.SQLITE, "jdbc:sqlite:" + file)) {
      try (Database database = new Database(Dialect.SQLITE, source, new MovableClock())) {
        database.open();
      }
    }
  }

  private void history(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Path wal() {
    return folder.resolve("workherald.db-wal");
  }

  private static byte[] flip(byte[] bytes, int from, int length) {
    for (int i = from; i < Math.min(bytes.length, from + length); i++) {
      bytes[i] ^= 0x5a;
    }
    return bytes;
  }
}
