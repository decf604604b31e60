package org.workherald.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseBackupTest {

  @TempDir Path folder;
  private Path file;
  private Database running;
  private final Map<String, String> settings = new HashMap<>();
  private final List<AutoCloseable> sources = new ArrayList<>();
  private String said;

  @BeforeEach
  void startService() {
    file = folder.resolve("workherald.db");
    running = open(file);
    running.open();
    settings.put("workherald.data-dir", folder.toString());
  }

  @AfterEach
  void stopService() throws Exception {
    running.close();
    for (AutoCloseable source : sources) {
      source.close();
    }
  }

  @Test
  void copiesWhileTheServiceWrites() {
    store("before");
    AtomicBoolean done = new AtomicBoolean();
    var writer =
        CompletableFuture.supplyAsync(
            () -> {
              int written = 0;
              while (!done.get() || written == 0) {
                store("during " + written++);
              }
              return written;
            });
    Path copy = folder.resolve("copy.db");

    assertThat(backup(copy)).as(said).isZero();

    done.set(true);
    int written = writer.join();
    assertThat(stored(running)).isEqualTo(written + 1);
    assertThat(said).contains("checked the copy", "encryption key");
    try (Database restored = open(copy)) {
      assertThat(stored(restored)).isBetween(1, written + 1);
    }
  }

  @Test
  void onlyItsOwnerMayReadTheCopy() throws Exception {
    Path copy = folder.resolve("copy.db");
    assertThat(backup(copy)).as(said).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-------");
  }

  @Test
  void neverOverwritesAFile() throws Exception {
    Path copy = Files.writeString(folder.resolve("copy.db"), "precious");
    assertThat(backup(copy)).isEqualTo(1);
    assertThat(said).contains("there is a file");
    assertThat(copy).hasContent("precious");
  }

  @Test
  void leavesNothingBehindWhenItFails() throws Exception {
    Path damaged = Files.createDirectories(folder.resolve("damaged"));
    Files.writeString(damaged.resolve("workherald.db"), "no database at all".repeat(100));
    settings.put("workherald.data-dir", damaged.toString());
    Path copy = folder.resolve("copy.db");
    assertThat(backup(copy)).isEqualTo(1);
    assertThat(said).contains("Nothing was done", "not a database");
    assertThat(copy).doesNotExist();
  }

  @Test
  void pointsToPostgresqlsOwnTools() {
    settings.put("workherald.database.url", "jdbc:postgresql://localhost/workherald");
    assertThat(backup(folder.resolve("copy.db"))).isEqualTo(1);
    assertThat(said).contains("pg_dump");
  }

  private int backup(Path to) {
    var out = new ByteArrayOutputStream();
    var config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build();
    int code =
        new DatabaseCommand(new PrintStream(out, true, StandardCharsets.UTF_8), config)
            .run("backup", "--to", to.toString());
    said = out.toString(StandardCharsets.UTF_8);
    return code;
  }

  private Database open(Path path) {
    var opened = TestDatabase.dataSource(Dialect.SQLITE, "jdbc:sqlite:" + path);
    sources.add(opened);
    return new Database(Dialect.SQLITE, opened, Clock.systemUTC());
  }

  private void store(String id) {
    running.write(
        handle ->
            handle.execute(
                "INSERT INTO user_preference (id, body, updated_at) VALUES (?, '{}', 0)", id));
  }

  private static int stored(Database database) {
    return database.read(
        handle ->
            handle.createQuery("SELECT count(*) FROM user_preference").mapTo(Integer.class).one());
  }
}
