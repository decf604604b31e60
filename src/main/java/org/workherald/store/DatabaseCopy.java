package org.workherald.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;

/**
 * Copies all tables of an SQLite database into an empty PostgreSQL database as they are, in one
 * transaction there: everything or nothing. It knows no table by name, so that none is forgotten.
 */
final class DatabaseCopy {

  /** Tables that the schema itself puts a row into; the copied one takes its place. */
  static final Set<String> SEEDED = Set.of("lane");

  /** A batch ends with so many rows, or characters: a row may have a megabyte. */
  private static final int ROWS = 500;

  private static final int CHARACTERS = 1_000_000;

  private final SqliteFile source;
  private final String url;
  private final Properties properties = new Properties();

  DatabaseCopy(SqliteFile source, String url, String username, String password) {
    this.source = source;
    this.url = url;
    properties.setProperty("user", username);
    properties.setProperty("password", password);
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("tcpKeepAlive", "true");
    // The server's details quote the values of a row.
    properties.setProperty("logServerErrorDetail", "false");
  }

  /**
   * @return how many rows each table has there now
   * @throws DatabaseCommandRefused when one of the two is not as it must be; nothing was copied
   */
  Map<String, Long> run() throws SQLException {
    try (Connection from = source.openAlone()) {
      migrate();
      try (Connection to = DriverManager.getConnection(url, properties)) {
        to.setAutoCommit(false);
        List<String> tables = tables(to);
        lock(to, tables);
        requireSameSchema(from, to);
        requireEmpty(to, tables);
        Map<String, Long> rows = new TreeMap<>();
        for (String table : tables(from)) {
          execute(to, "DELETE FROM " + quoted(table));
          copy(from, to, table);
          rows.put(table, counted(from, to, table));
        }
        // The planner would know nothing of so many new rows for a while.
        execute(to, "ANALYZE");
        to.commit();
        return rows;
      }
    }
  }

  private void migrate() {
    Flyway.configure()
        .dataSource(url, properties.getProperty("user"), properties.getProperty("password"))
        .locations("classpath:db/migration")
        .load()
        .migrate();
  }

  /** All but Flyway's own. */
  static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    String[] kind = {"TABLE"};
    try (ResultSet rows =
        connection.getMetaData().getTables(null, connection.getSchema(), "%", kind)) {
      while (rows.next()) {
        String table = rows.getString("TABLE_NAME");
        if (!table.equals(MigrationHistory.TABLE) && !table.startsWith("sqlite_")) {
          tables.add(table);
        }
      }
    }
    Collections.sort(tables);
    return tables;
  }

  /** Keeps out a service that runs on it already; readers may stay. */
  private static void lock(Connection to, List<String> tables) throws SQLException {
    for (String table : tables) {
      execute(to, "LOCK TABLE " + quoted(table) + " IN EXCLUSIVE MODE");
    }
  }

  private void requireSameSchema(Connection from, Connection to) throws SQLException {
    if (!tables(from).equals(tables(to))
        || !MigrationHistory.read(from).equals(MigrationHistory.read(to))) {
      throw new DatabaseCommandRefused(
          source.path()
              + " is of another version than this one: start this version on it once, stop it, and"
              + " copy then");
    }
  }

  private static void requireEmpty(Connection to, List<String> tables) throws SQLException {
    for (String table : tables) {
      long rows = count(to, table);
      if (rows > (SEEDED.contains(table) ? 1 : 0)) {
        throw new DatabaseCommandRefused(
            "the PostgreSQL database is not empty, table %s has %d rows: take a new one"
                .formatted(table, rows));
      }
    }
  }

  private static void copy(Connection from, Connection to, String table) throws SQLException {
    try (var read = from.createStatement();
        var rows = read.executeQuery("SELECT * FROM " + quoted(table));
        var write = to.prepareStatement(insert(table, rows.getMetaData()))) {
      var types = write.getParameterMetaData();
      int columns = rows.getMetaData().getColumnCount();
      int waiting = 0;
      int characters = 0;
      while (rows.next()) {
        for (int i = 1; i <= columns; i++) {
          Object value = rows.getObject(i);
          write.setObject(i, value, types.getParameterType(i));
          characters += value instanceof String text ? text.length() : 0;
        }
        write.addBatch();
        waiting++;
        if (waiting == ROWS || characters >= CHARACTERS) {
          write.executeBatch();
          waiting = 0;
          characters = 0;
        }
      }
      write.executeBatch();
    }
  }

  private static String insert(String table, ResultSetMetaData columns) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      names.add(quoted(columns.getColumnName(i)));
    }
    return "INSERT INTO %s (%s) VALUES (%s)"
        .formatted(
            quoted(table),
            String.join(", ", names),
            String.join(", ", Collections.nCopies(names.size(), "?")));
  }

  private static long counted(Connection from, Connection to, String table) throws SQLException {
    long here = count(from, table);
    long there = count(to, table);
    if (here != there) {
      throw new DatabaseCommandRefused(
          "table %s has %d rows, and its copy %d".formatted(table, here, there));
    }
    return there;
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM " + quoted(table))) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }
}
