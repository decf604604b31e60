package org.workherald;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.store.DatabaseFixture;
import org.workherald.store.Dialect;
import org.workherald.store.TestDatabase;

/** The commands of the packaged jar: what they print is theirs alone, and memory is bounded. */
class CommandIT {

  private static final String MARK = "a-row-that-nobody-prints";

  @TempDir Path folder;

  @Test
  void copiesMoreThanItsMemoryHoldsAndPrintsNoRow() throws Exception {
    Path file = folder.resolve("workherald.db");
    DatabaseFixture.all().get(0).load("jdbc:sqlite:" + file);
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute(
          """
          WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
          INSERT INTO user_preference (id, body, updated_at)
          SELECT 'u' || i, printf('%s%%01000d', i), i FROM n
          """
              .formatted(MARK));
    }
    String url = TestDatabase.newUrl(Dialect.POSTGRESQL);

    assertThat(copy(file, url, 0)).contains("60,001  user_preference").doesNotContain(MARK);
    assertThat(copy(file, url, 1)).contains("Nothing was done", "not empty").doesNotContain(MARK);
  }

  private String copy(Path file, String url, int expected) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var jar = System.getProperty("workherald.jar");
    var builder =
        new ProcessBuilder(List.of(java, "-Xmx40m", "-jar", jar, "copy", "--from", file.toString()))
            .redirectErrorStream(true);
    builder.environment().put("WORKHERALD_DATABASE_URL", url);
    builder.environment().put("WORKHERALD_DATABASE_USERNAME", "postgres");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isEqualTo(expected);
    return said;
  }
}
