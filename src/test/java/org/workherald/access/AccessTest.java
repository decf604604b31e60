package org.workherald.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.store.DataDirectory;
import org.workherald.store.Database;

@QuarkusTest
class AccessTest {

  @Inject DataDirectory directory;
  @Inject Database database;

  @Test
  void leavesTheFirstAdminsKeyInAFileForItsOwnerOnly() throws IOException {
    Path file = directory.path().resolve("admin.key");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    Keys.with(Files.readString(file).strip()).get("/keys").then().statusCode(200);
  }

  @Test
  void keepsOnlyHashes() {
    String key = Keys.make("hashed", Roles.NOTIFIER);
    String secret = key.substring(key.indexOf('_', "wh_".length()) + 1);
    assertThat(key).matches("wh_[a-z0-9]+_[A-Za-z0-9_-]{43}");
    assertThat(
            database.<List<String>>read(
                handle ->
                    handle
                        .createQuery("SELECT id || name || roles || hash FROM api_key")
                        .mapTo(String.class)
                        .list()))
        .noneMatch(row -> row.contains(key) || row.contains(secret));
  }

  @Test
  void showsAKeyOnce() {
    var made =
        Keys.as(Roles.ADMIN)
            .body(Map.of("name", "engine", "roles", List.of("notifier", "operator")))
            .post("/keys")
            .then()
            .statusCode(201)
            .body("key", notNullValue())
            .body("roles", equalTo(List.of("notifier", "operator")))
            .body("createdAt", notNullValue())
            .extract();
    Keys.as(Roles.ADMIN)
        .get("/keys")
        .then()
        .statusCode(200)
        .body("id", hasItem(made.<String>path("id")))
        .body("name", hasItem("engine"))
        .body("[0].containsKey('key')", is(false))
        .body("[0].containsKey('hash')", is(false))
        .body("toString()", not(containsString(made.path("key"))));
  }

  @Test
  void revokesAtOnce() {
    String key = Keys.make("short-lived", Roles.ADMIN);
    Keys.with(key).get("/keys").then().statusCode(200);
    Keys.as(Roles.ADMIN).delete("/keys/" + NewKey.idOf(key)).then().statusCode(204);
    Keys.with(key).get("/keys").then().statusCode(401);
    Keys.as(Roles.ADMIN)
        .delete("/keys/" + NewKey.idOf(key))
        .then()
        .statusCode(404)
        .contentType("application/problem+json");
  }

  @Test
  void keepsTheLastAdmin() {
    String other = Keys.make("other admin", Roles.ADMIN);
    Keys.as(Roles.ADMIN).delete("/keys/" + NewKey.idOf(other)).then().statusCode(204);
    Keys.as(Roles.ADMIN)
        .delete("/keys/admin")
        .then()
        .statusCode(409)
        .body("detail", containsString("make another one first"));
    Keys.as(Roles.ADMIN).get("/keys").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer nonsense",
        "Basic YWRtaW46YWRtaW4=",
        "Bearer wh_admin_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "Bearer wh_nobody_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "bearer wh_admin_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void asksStrangersForAKey(String authorization) {
    given()
        .header("Authorization", authorization)
        .get("/keys")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer")
        .contentType("application/problem+json")
        .body("status", is(401))
        .body("title", is("Unauthorized"))
        .body("type", is("about:blank"))
        .body("detail", containsString("Authorization: Bearer <key>"));
  }

  @ParameterizedTest
  @ValueSource(strings = {Roles.NOTIFIER, Roles.OPERATOR, Roles.USER})
  void onlyAdminsTouchKeys(String role) {
    for (var answer :
        List.of(
            Keys.as(role).get("/keys"),
            Keys.as(role).body("{}").post("/keys"),
            Keys.as(role).delete("/keys/admin"))) {
      answer
          .then()
          .statusCode(403)
          .contentType("application/problem+json")
          .body("status", is(403))
          .body("detail", containsString("role"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/q/health/live, 200",
    "/q/health/ready, 200",
    "/q/openapi, 200",
    "/q/swagger-ui/, 200",
    "/q/metrics, 401",
    "//q/metrics, 401",
    "/q/./metrics, 401",
    "/q/metrics/, 401",
    "/q/health/../metrics, 401",
    "/q/%6detrics, 401",
    "/q/metrics;a=b, 401",
    "/q/metrics?x=/q/health, 401",
    "/q/dev-ui, 401",
    "/q/arc, 401"
  })
  void opensNothingOfTheFrameworkButHealthAndTheDescription(String path, int status) {
    given().urlEncodingEnabled(false).get(path).then().statusCode(status);
  }

  @ParameterizedTest
  @CsvSource({"notifier, 403", "user, 403", "operator, 200", "admin, 200"})
  void showsMetricsToOperators(String role, int status) {
    Keys.as(role).accept(ContentType.TEXT).get("/q/metrics").then().statusCode(status);
  }

  @Test
  void tellsAllThatIsWrongWithAnOrder() {
    Keys.as(Roles.ADMIN)
        .body("{\"name\":\"a\\nb\",\"roles\":[\"root\"],\"rolls\":1}")
        .post("/keys")
        .then()
        .statusCode(400)
        .body("violations.field", everyItem(not(equalTo(""))))
        .body("violations.field", equalTo(List.of("name", "roles", "rolls")));
  }
}
