package org.workherald.faults;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL of the test's own that goes down and comes back. */
public final class RestartablePostgres implements AutoCloseable {

  private final Path data;
  private final EmbeddedPostgres postgres;

  /**
   * @param data made by it; short-lived
   */
  public RestartablePostgres(Path data) throws IOException {
    this.data = data;
    postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(true)
            .setServerConfig("max_connections", "60")
            .start();
  }

  public String url() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  /**
   * Stops it and starts it again.
   *
   * @param mode immediate: as a crash does; fast: sessions are ended, what is committed is written
   */
  public void restart(String mode) throws IOException, InterruptedException {
    long postmaster = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
    Path bin = Path.of("/proc/" + postmaster + "/exe").toRealPath().getParent();
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // It does not run as root; this is how the library starts it.
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(bin.resolve("pg_ctl").toString(), "restart", "-w", "-m", mode));
    command.addAll(List.of("-D", data.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(data.resolveSibling("pg_ctl.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(data.resolveSibling("pg_ctl.log")));
    }
  }

  /** Ends every other session, as a proxy does whose server has changed. */
  public void terminateAll() throws SQLException {
    try (var connection = DriverManager.getConnection(url());
        var statement = connection.createStatement()) {
      statement.execute(
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
          """);
    }
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
