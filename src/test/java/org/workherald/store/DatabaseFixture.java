package org.workherald.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/**
 * A database as a release has left it: its migrations, which nobody may edit any more, and what was
 * in the tables.
 *
 * @param folder under {@code src/test/resources/database}, named after the release
 */
public record DatabaseFixture(Path folder) {

  private static final Path ALL = Path.of("src/test/resources/database");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A row as a line of the fixture has it. */
  record Row(String table, Map<String, Object> values) {}

  public static List<DatabaseFixture> all() throws IOException {
    try (Stream<Path> folders = Files.list(ALL)) {
      return folders.filter(Files::isDirectory).sorted().map(DatabaseFixture::new).toList();
    }
  }

  /** Makes one of what the service has left in its data directory. */
  public static void make(String release, Path data) throws IOException, SQLException {
    Path folder = Files.createDirectories(ALL.resolve(release));
    Path migrations = Files.createDirectories(folder.resolve("migration"));
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
      for (Path file : files.toList()) {
        Files.write(migrations.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
    Files.write(
        folder.resolve("encryption.key"), Files.readAllBytes(data.resolve("encryption.key")));
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("workherald.db"));
        BufferedWriter lines = Files.newBufferedWriter(folder.resolve("rows.jsonl"))) {
      for (String table : DatabaseCopy.tables(connection)) {
        write(connection, table, lines);
      }
    }
  }

  /** Makes the database at an address what that of the release was. */
  public void load(String url) throws IOException, SQLException {
    String user = url.startsWith("jdbc:postgresql:") ? "postgres" : null;
    Flyway.configure()
        .dataSource(url, user, null)
        .locations("filesystem:" + folder.resolve("migration"))
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection(url, user, null)) {
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        for (String table : DatabaseCopy.tables(connection)) {
          statement.execute("DELETE FROM " + table);
        }
      }
      for (Row row : rows()) {
        insert(connection, row);
      }
      connection.commit();
    }
  }

  public Path encryptionKey() {
    return folder.resolve("encryption.key");
  }

  List<Row> rows() throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("rows.jsonl"))) {
      return lines.map(DatabaseFixture::row).toList();
    }
  }

  private static Row row(String line) {
    try {
      return JSON.readValue(line, Row.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Connection connection, String table, BufferedWriter lines)
      throws SQLException, IOException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT * FROM " + table)) {
      ResultSetMetaData columns = rows.getMetaData();
      while (rows.next()) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          values.put(columns.getColumnName(i), rows.getObject(i));
        }
        lines.write(JSON.writeValueAsString(new Row(table, values)));
        lines.newLine();
      }
    }
  }

  private static void insert(Connection connection, Row row) throws SQLException {
    String columns = String.join(", ", row.values().keySet());
    String marks = String.join(", ", Collections.nCopies(row.values().size(), "?"));
    String sql = "INSERT INTO %s (%s) VALUES (%s)".formatted(row.table(), columns, marks);
    try (var insert = connection.prepareStatement(sql)) {
      int i = 1;
      for (Object value : row.values().values()) {
        insert.setObject(i++, value);
      }
      insert.execute();
    }
  }
}
