package org.workherald.store;

import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.api.FlywayException;

/**
 * What can be done with the database from the command line: a backup of SQLite, and the move from
 * SQLite to PostgreSQL. The settings are those of the service.
 */
public final class DatabaseCommand {

  private static final String USAGE =
      """
      Without arguments the service is started. Or, with the settings of the service:
        backup --to FILE   copies the SQLite database of the data directory, while the service runs or not
        copy --from FILE   copies everything in an SQLite database, whose service is stopped, into the empty
                           PostgreSQL database of workherald.database.url
      """;

  private final PrintStream out;
  private final Config config;

  public DatabaseCommand(PrintStream out) {
    this(out, ConfigProvider.getConfig());
  }

  DatabaseCommand(PrintStream out, Config config) {
    this.out = out;
    this.config = config;
  }

  /**
   * @return what the process is to exit with: 0 when it was done, 1 when nothing was done because
   *     of what is told, 2 when the arguments make no sense
   */
  public int run(String... args) {
    String command = args.length == 3 ? args[0] + " " + args[1] : "";
    try {
      switch (command) {
        case "backup --to" -> backup(Path.of(args[2]));
        case "copy --from" -> copy(Path.of(args[2]));
        default -> {
          out.print(USAGE);
          return 2;
        }
      }
      return 0;
    } catch (DatabaseCommandRefused e) {
      out.println("Nothing was done: " + e.getMessage());
    } catch (SQLException | FlywayException e) {
      out.println("Nothing was done, the database failed: " + Outage.reason(e));
    }
    return 1;
  }

  private void backup(Path to) throws SQLException {
    if (url().isPresent()) {
      throw new DatabaseCommandRefused(
          "the database is PostgreSQL (workherald.database.url): use pg_dump, or its own backup");
    }
    Path from =
        Path.of(config.getValue("workherald.data-dir", String.class)).resolve("workherald.db");
    new SqliteFile(from).backup(to);
    out.printf("Copied %s to %s, and checked the copy.%n", from, to);
    out.println("Secrets in it need the encryption key: keep that too, and apart from this file.");
  }

  private void copy(Path from) throws SQLException {
    String url =
        url()
            .filter(address -> address.startsWith("jdbc:postgresql:"))
            .orElseThrow(
                () ->
                    new DatabaseCommandRefused(
                        "set workherald.database.url (.username, .password) to the PostgreSQL"
                            + " database to copy into, as for the service"));
    String username = value("workherald.database.username").orElse("");
    String password = value("workherald.database.password").orElse("");
    Map<String, Long> rows = new DatabaseCopy(new SqliteFile(from), url, username, password).run();
    out.printf("Copied %s into the PostgreSQL database, and counted there:%n", from);
    rows.forEach((table, count) -> out.printf("%,12d  %s%n", count, table));
    out.println(
        "The file is as it was. Start the service with workherald.database.url from now on,");
    out.println("and with the same encryption key: workherald.encryption.key-file.");
  }

  private Optional<String> url() {
    return value("workherald.database.url");
  }

  private Optional<String> value(String name) {
    return config.getOptionalValue(name, String.class);
  }
}
