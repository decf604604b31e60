package org.workherald;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.workherald.store.DatabaseFixture;
import org.workherald.store.Dialect;
import org.workherald.store.TestDatabase;

/**
 * The packaged jar opens the database of each release before, and everything in it can be read.
 * {@code src/test/resources/database/README.md} says how the fixtures are made.
 */
class UpgradeIT {

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("org.workherald.store.DatabaseFixture#all")
  void readsWhatAnOlderReleaseWroteIntoSqlite(DatabaseFixture fixture) throws Exception {
    fixture.load("jdbc:sqlite:" + folder.resolve("workherald.db"));
    readsBack(fixture, new PackagedService(folder));
  }

  @ParameterizedTest
  @MethodSource("org.workherald.store.DatabaseFixture#all")
  void readsWhatAnOlderReleaseWroteIntoPostgresql(DatabaseFixture fixture) throws Exception {
    String url = TestDatabase.newUrl(Dialect.POSTGRESQL);
    fixture.load(url);
    readsBack(
        fixture,
        new PackagedService(folder)
            .with("WORKHERALD_DATABASE_URL", url)
            .with("WORKHERALD_DATABASE_USERNAME", "postgres"));
  }

  private void readsBack(DatabaseFixture fixture, PackagedService prepared) throws Exception {
    Files.copy(fixture.encryptionKey(), folder.resolve("encryption.key"));
    try (PackagedService service = prepared.with("WORKHERALD_DELIVERY_ENABLED", false).start()) {
      service
          .request()
          .queryParam("workItem", "fixture-sent")
          .get("/notifications")
          .then()
          .statusCode(200)
          .body("notifications[0].workItem.subject", equalTo("Approve invoice fixture-sent"))
          .body("notifications[0].deliveries[0].state", equalTo("sent"))
          .body("notifications[0].deliveries[0].attempts[0].tls", notNullValue());
      service
          .request()
          .queryParam("workItem", "fixture-cancelled")
          .get("/notifications")
          .then()
          .body("notifications[0].deliveries[0].state", equalTo("cancelled"));
      service
          .request()
          .get("/smtp")
          .then()
          .body("source", equalTo("stored"), "passwordSet", equalTo(true))
          .body("from", equalTo("workflow@example.com"));
      service
          .request()
          .queryParam("source", "stored")
          .get("/trust/certificates")
          .then()
          .body("subject", hasItem(containsString("CN=Fixture Root")));
      service.request().get("/users/kim").then().body("email", equalTo("kim@example.com"));
      service.request().get("/keys").then().body("name", hasItem("fixture"));
      service
          .request()
          .get("/audit")
          .then()
          .body("entries.action", hasItem("smtp.changed"))
          .body("entries.action", hasItem("trust.added"));
    }
  }
}
