package org.workherald.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables are those of the schema itself, so that a new one cannot be forgotten. */
class DatabaseCopyTest {

  /** More than fit into one batch. */
  private static final int ROWS = 1203;

  @TempDir Path folder;
  private String sqlite;
  private Path file;
  private String postgresql;
  private String said;

  @BeforeEach
  void makeSource() throws SQLException {
    sqlite = TestDatabase.newUrl(Dialect.SQLITE);
    file = Path.of(sqlite.substring("jdbc:sqlite:".length()));
    postgresql = TestDatabase.newUrl(Dialect.POSTGRESQL);
    migrate(Dialect.SQLITE, sqlite);
  }

  @Test
  void copiesEveryRowOfEveryTable() throws SQLException {
    Map<String, List<List<String>>> filled;
    try (Connection source = connect(sqlite)) {
      fill(source);
      filled = content(source);
    }

    assertThat(copy()).as(said).isZero();

    try (Connection source = connect(sqlite);
        Connection target = connect(postgresql)) {
      assertThat(content(target)).isEqualTo(filled);
      assertThat(content(source)).isEqualTo(filled);
    }
    filled.forEach((table, rows) -> assertThat(rows).as(table).hasSize(ROWS));
    assertThat(said).contains("1,203  notification\n", "1,203  lane\n", "encryption key");
  }

  @Test
  void whatWasCopiedIsADatabaseThatTheServiceOpens() {
    assertThat(copy()).as(said).isZero();
    var source = TestDatabase.dataSource(Dialect.POSTGRESQL, postgresql);
    try (source;
        var database = new Database(Dialect.POSTGRESQL, source, Clock.systemUTC())) {
      database.open();
      assertThat(database.writable()).isTrue();
    }
  }

  @Test
  void refusesATargetThatIsNotEmpty() throws SQLException {
    assertThat(copy()).isZero();
    for (String table : tables(postgresql)) {
      try (Connection target = connect(postgresql)) {
        execute(target, "DELETE FROM " + table);
        fill(target, table, 2);
      }
      assertThat(copy()).as(table).isEqualTo(1);
      assertThat(said).contains("Nothing was done", "not empty", table + " has");
      try (Connection target = connect(postgresql)) {
        execute(target, "DELETE FROM " + table);
      }
    }
    assertThat(copy()).as(said).isZero();
  }

  @Test
  void onlyTheSeededTablesHaveRowsInANewDatabase() throws SQLException {
    try (Connection source = connect(sqlite)) {
      content(source)
          .forEach(
              (table, rows) ->
                  assertThat(rows).as(table).hasSize(DatabaseCopy.SEEDED.contains(table) ? 1 : 0));
    }
  }

  @Test
  void refusesAFileThatAServiceUses() {
    var source = TestDatabase.dataSource(Dialect.SQLITE, sqlite);
    try (source;
        var database = new Database(Dialect.SQLITE, source, Clock.systemUTC())) {
      assertThat(database.writable()).isTrue();

      assertThat(copy()).isEqualTo(1);

      assertThat(said).contains("is in use: stop the service");
      assertThat(database.writable()).isTrue();
    }
    assertThat(copy()).as(said).isZero();
  }

  @Test
  void refusesAnotherVersionOfTheSchema() throws SQLException {
    try (Connection source = connect(sqlite)) {
      execute(source, "UPDATE flyway_schema_history SET checksum = checksum + 1");
    }
    assertThat(copy()).isEqualTo(1);
    assertThat(said).contains("of another version");
  }

  @Test
  void undoesAllWhenOneRowCannotBeCopied() throws SQLException {
    try (Connection source = connect(sqlite)) {
      fill(source);
      execute(source, "UPDATE user_preference SET body = 'x' || char(0) WHERE rowid = 700");
    }
    assertThat(copy()).isEqualTo(1);
    assertThat(said).contains("Nothing was done");
    try (Connection target = connect(postgresql)) {
      content(target)
          .forEach((table, rows) -> assertThat(rows).as(table).hasSizeLessThanOrEqualTo(1));
    }
  }

  @Test
  void refusesWhatIsNoDatabaseAndWhatIsNotThere() throws Exception {
    file = folder.resolve("missing.db");
    assertThat(copy()).isEqualTo(1);
    assertThat(said).contains("there is no file");
    Files.writeString(file, "no database at all, but long enough to be one".repeat(50));
    assertThat(copy()).isEqualTo(1);
    assertThat(said).contains("Nothing was done", "not a database");
  }

  @Test
  void needsAnAddressOfPostgresql() {
    postgresql = "";
    assertThat(copy()).isEqualTo(1);
    assertThat(said).contains("set workherald.database.url");
  }

  @Test
  void saysHowItIsUsed() {
    assertThat(run("copy")).isEqualTo(2);
    assertThat(run("copy", "--to", "x")).isEqualTo(2);
    assertThat(run("serve")).isEqualTo(2);
    assertThat(said).contains("backup --to FILE", "copy --from FILE");
  }

  private int copy() {
    return run("copy", "--from", file.toString());
  }

  private int run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var settings =
        Map.of(
            "workherald.database.url",
            postgresql,
            "workherald.database.username",
            "postgres",
            "workherald.data-dir",
            folder.toString());
    var config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build();
    int code =
        new DatabaseCommand(new PrintStream(out, true, StandardCharsets.UTF_8), config)
            .run(arguments);
    said = out.toString(StandardCharsets.UTF_8);
    return code;
  }

  private static void migrate(Dialect dialect, String url) {
    try (var source = TestDatabase.dataSource(dialect, url)) {
      new Schema(dialect, source, Clock.systemUTC()).ensure();
    }
  }

  private static List<String> tables(String url) throws SQLException {
    try (Connection connection = connect(url)) {
      return DatabaseCopy.tables(connection);
    }
  }

  private static void fill(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    for (String table : DatabaseCopy.tables(connection)) {
      execute(connection, "DELETE FROM " + table);
      fill(connection, table, ROWS);
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** Each column gets a value of its type that no other row has; every other row NULLs. */
  private static void fill(Connection connection, String table, int rows) throws SQLException {
    List<String> names = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    List<Boolean> nullable = new ArrayList<>();
    Set<String> identifying = primaryKey(connection, table);
    try (ResultSet columns =
        connection.getMetaData().getColumns(null, connection.getSchema(), table, null)) {
      while (columns.next()) {
        names.add(columns.getString("COLUMN_NAME"));
        types.add(columns.getInt("DATA_TYPE"));
        nullable.add(
            columns.getInt("NULLABLE") == DatabaseMetaData.columnNullable
                && !identifying.contains(columns.getString("COLUMN_NAME")));
      }
    }
    String marks = String.join(", ", Collections.nCopies(names.size(), "?"));
    String sql = "INSERT INTO %s (%s) VALUES (%s)";
    try (var insert =
        connection.prepareStatement(sql.formatted(table, String.join(", ", names), marks))) {
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < names.size(); i++) {
          boolean empty = nullable.get(i) && row % 2 == 1;
          insert.setObject(i + 1, empty ? null : value(names.get(i), types.get(i), row));
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** SQLite alone lets them be NULL. */
  private static Set<String> primaryKey(Connection connection, String table) throws SQLException {
    Set<String> names = new HashSet<>();
    try (ResultSet keys =
        connection.getMetaData().getPrimaryKeys(null, connection.getSchema(), table)) {
      while (keys.next()) {
        names.add(keys.getString("COLUMN_NAME"));
      }
    }
    return names;
  }

  private static Object value(String name, int type, int row) {
    return switch (type) {
      case Types.BIGINT -> row % 3 == 0 ? Long.MAX_VALUE - row : (long) -row;
      case Types.INTEGER -> row;
      case Types.VARCHAR -> {
        String text = name + " " + row + " äß 漢字 🔑 '\"\\ \n\t";
        // More than a batch takes, where there is no index that could not.
        yield row == 2 && name.equals("body") ? text.repeat(40_000) : text;
      }
      default -> throw new AssertionError("teach this test columns of type " + type);
    };
  }

  private static Map<String, List<List<String>>> content(Connection connection)
      throws SQLException {
    Map<String, List<List<String>>> content = new TreeMap<>();
    for (String table : DatabaseCopy.tables(connection)) {
      List<List<String>> all = new ArrayList<>();
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT * FROM " + table)) {
        while (rows.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            row.add(rows.getMetaData().getColumnName(i) + "=" + rows.getString(i));
          }
          all.add(row);
        }
      }
      all.sort(Comparator.comparing(Object::toString));
      content.put(table, all);
    }
    return content;
  }

  private static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(
        url.startsWith("jdbc:sqlite:") ? url : url + "&user=postgres");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
