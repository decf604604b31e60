package org.workherald.bench.http;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** What the store can do at best: rows of 1 KB into bare SQLite, as durable as ours. */
final class SqliteCommits {
  private SqliteCommits() {}

  /** Rows a second, so many to a commit, from one connection (WAL, {@code synchronous=FULL}). */
  static double rate(Path folder, int rowsEach, Duration time) throws Exception {
    Path file = Files.createTempFile(folder, "commits", ".db");
    long rows = 0;
    long start = System.nanoTime();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=FULL");
      statement.execute("CREATE TABLE thing (id TEXT PRIMARY KEY, body TEXT NOT NULL)");
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO thing VALUES (?, ?)")) {
        start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
          insert(insert, rows, rowsEach);
          connection.commit();
          rows += rowsEach;
        }
      }
    }
    return rows * 1e9 / (System.nanoTime() - start);
  }

  private static void insert(PreparedStatement insert, long from, int count) throws SQLException {
    String body = "x".repeat(1_000);
    for (long id = from; id < from + count; id++) {
      insert.setString(1, "%012d".formatted(id));
      insert.setString(2, body);
      insert.executeUpdate();
    }
  }
}
