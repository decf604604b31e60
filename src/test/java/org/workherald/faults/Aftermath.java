package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a database must look like after everything, with nobody using it any more. */
final class Aftermath implements AutoCloseable {

  private final Connection connection;

  Aftermath(String url) throws SQLException {
    connection = DriverManager.getConnection(url);
  }

  /** Nothing is left to do, nothing is half done. */
  void check() throws SQLException {
    if (connection.getMetaData().getDatabaseProductName().equals("SQLite")) {
      assertThat(column("PRAGMA integrity_check")).containsExactly("ok");
      assertThat(column("PRAGMA foreign_key_check")).isEmpty();
    }
    assertThat(column("SELECT DISTINCT state FROM outbox")).isSubsetOf("sent", "cancelled");
    assertNone(
        "under a lease, though not cancelled under way",
        "SELECT id FROM outbox WHERE lease IS NOT NULL AND state <> 'cancelled'");
    assertNone(
        "half a lease", "SELECT id FROM outbox WHERE (lease IS NULL) <> (leased_until IS NULL)");
    assertNone(
        "finished without a time",
        "SELECT id FROM outbox WHERE (state = 'queued') <> (finished_at IS NULL)");
    assertNone(
        "sent, but not by one attempt",
        """
        SELECT id FROM outbox WHERE state = 'sent' AND 1 <>
          (SELECT COUNT(*) FROM attempt WHERE entry = outbox.id AND outcome = 'sent')
        """);
    assertNone(
        "an attempt without an entry",
        "SELECT entry FROM attempt WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE id = entry)");
    assertNone(
        "a transcript without an entry",
        "SELECT entry FROM transcript WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE id = entry)");
    assertNone(
        "history without a notification",
        """
        SELECT notification FROM history
        WHERE NOT EXISTS (SELECT 1 FROM notification WHERE id = history.notification)
        """);
    assertNone(
        "an entry without a notification",
        """
        SELECT id FROM outbox
        WHERE NOT EXISTS (SELECT 1 FROM notification WHERE notification.id = outbox.message)
        """);
    assertNone(
        "a notification without an entry",
        """
        SELECT id FROM notification
        WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.message = notification.id)
        """);
    assertNone(
        "accepted twice",
        "SELECT work_item FROM notification GROUP BY work_item HAVING COUNT(*) > 1");
    assertNone("a lane that is paused", "SELECT cause FROM lane WHERE paused_since IS NOT NULL");
  }

  /** What is recorded as sent is here, and was promised or at least asked for. */
  void check(Ledger ledger) throws SQLException {
    assertThat(column("SELECT recipient FROM outbox WHERE state = 'sent'"))
        .as("recorded as sent and never mailed")
        .allMatch(ledger::mailed);
  }

  long queued() throws SQLException {
    return Long.parseLong(column("SELECT COUNT(*) FROM outbox WHERE state = 'queued'").get(0));
  }

  private void assertNone(String what, String sql) throws SQLException {
    assertThat(column(sql)).as(what).isEmpty();
  }

  List<String> column(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
