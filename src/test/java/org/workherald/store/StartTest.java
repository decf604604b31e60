package org.workherald.store;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StartTest {

  @Inject Database database;
  @Inject DataDirectory directory;

  @Test
  void startsOnSqliteInAFreshDirectoryUnderTarget() {
    assertThat(database.dialect()).isEqualTo(Dialect.SQLITE);
    assertThat(directory.path()).startsWith(Path.of("target", "test-data").toAbsolutePath());
    assertThat(Files.exists(directory.path().resolve("workherald.db"))).isTrue();
  }

  @Test
  void commitsDurablyWithTheSettingsOfTheService() {
    assertThat(pragma("synchronous")).isEqualTo("2");
    assertThat(pragma("journal_mode")).isEqualTo("wal");
    assertThat(pragma("foreign_keys")).isEqualTo("1");
    assertThat(pragma("busy_timeout")).isEqualTo("5000");
  }

  @Test
  void isReadyBecauseItCanStore() {
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'database' }.status", is("UP"))
        .body("checks.find { it.name == 'database' }.data.kind", is("sqlite"));
  }

  private String pragma(String name) {
    return database.<String>write(
        handle -> handle.createQuery("PRAGMA " + name).mapTo(String.class).one());
  }
}
