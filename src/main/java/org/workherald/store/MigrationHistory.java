package org.workherald.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import javax.sql.DataSource;

/**
 * What Flyway has written down of the migrations it ran. Where these are just the ones of this
 * release, there is nothing for Flyway to do, and it is not even loaded: it makes up more than a
 * tenth of all classes. Whatever else is found is left to Flyway.
 */
final class MigrationHistory {

  static final String TABLE = "flyway_schema_history";

  /** Those of this release, oldest first, in {@code db/migration}. */
  static final List<String> RELEASE = List.of("V1__schema.sql");

  /**
   * A migration that was run.
   *
   * @param checksum of its file, as Flyway has it
   */
  record Row(String version, int checksum, boolean success) {}

  private MigrationHistory() {}

  /**
   * Whether this release has nothing to migrate.
   *
   * @throws SQLException when there is no connection
   */
  static boolean isComplete(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return isComplete(connection);
    }
  }

  private static boolean isComplete(Connection connection) {
    String[] kind = {"TABLE"};
    try (ResultSet tables =
        connection.getMetaData().getTables(null, connection.getSchema(), TABLE, kind)) {
      return tables.next() && read(connection).equals(release());
    } catch (SQLException e) {
      return false;
    }
  }

  /** Oldest first. */
  static List<Row> read(Connection connection) throws SQLException {
    String sql = "SELECT version, checksum, success FROM " + TABLE + " ORDER BY installed_rank";
    List<Row> history = new ArrayList<>();
    try (var select = connection.createStatement();
        ResultSet rows = select.executeQuery(sql)) {
      while (rows.next()) {
        history.add(new Row(rows.getString(1), rows.getInt(2), rows.getBoolean(3)));
      }
    }
    return history;
  }

  private static List<Row> release() {
    return RELEASE.stream()
        .map(file -> new Row(file.substring(1, file.indexOf("__")), checksum(file), true))
        .toList();
  }

  /** As Flyway has it: CRC-32 of the lines, without what ends them. */
  private static int checksum(String file) {
    var resource = MigrationHistory.class.getResourceAsStream("/db/migration/" + file);
    try (var lines = new BufferedReader(new InputStreamReader(resource, UTF_8))) {
      CRC32 crc = new CRC32();
      lines.lines().forEach(line -> crc.update(line.getBytes(UTF_8)));
      return (int) crc.getValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
