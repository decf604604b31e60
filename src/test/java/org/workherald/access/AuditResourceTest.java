package org.workherald.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workherald.smtp.TestCa;

/** Who changed what over HTTP is found in the audit trail, and nothing secret with it. */
@QuarkusTest
class AuditResourceTest {

  private static final String PEM = "application/x-pem-file";

  /** An admin of its own for each test: what others do meanwhile is not seen. */
  private String key;

  private String id;

  @BeforeEach
  void makeKey() {
    key = Keys.make("Kim's key", Roles.ADMIN);
    id = NewKey.idOf(key);
  }

  @AfterEach
  void forget() {
    Keys.as(Roles.ADMIN).delete("/smtp").then().statusCode(200);
    Keys.as(Roles.ADMIN).delete("/keys/" + id).then().statusCode(204);
  }

  private RequestSpecification kim() {
    return Keys.with(key);
  }

  /** What Kim did, newest first, as action, subject and detail. */
  private List<Tuple> done() {
    return rows("who=" + id);
  }

  private static List<Tuple> rows(String query) {
    return Keys.as(Roles.OPERATOR)
        .get("/audit?" + query)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .<Map<String, String>>getList("entries")
        .stream()
        .map(row -> tuple(row.get("action"), row.get("subject"), row.get("detail")))
        .toList();
  }

  private static String smtp(int port, String password) {
    return """
    { "host": "localhost", "port": %d, "from": "workflow@example.com", "auth": "password",
      "username": "kim", "password": "%s" }"""
        .formatted(port, password);
  }

  @Test
  void tellsOfTheMailServerButNeverThePassword() {
    String password = "pass-" + UUID.randomUUID();
    Keys.as(Roles.ADMIN).delete("/smtp");
    String tag = kim().get("/smtp").header("ETag");
    kim().body(smtp(1, password)).header("If-Match", tag).put("/smtp").then().statusCode(200);

    // None of these is a change.
    kim().body(smtp(2, password)).put("/smtp").then().statusCode(428);
    kim().body(smtp(2, password)).header("If-Match", tag).put("/smtp").then().statusCode(412);
    String nowhere = smtp(2, password).replace("localhost", "no host");
    kim().body(nowhere).header("If-Match", "*").put("/smtp").then().statusCode(422);

    kim().delete("/smtp").then().statusCode(200);
    kim().delete("/smtp").then().statusCode(200);
    assertThat(done())
        .containsExactly(
            tuple("smtp.deleted", "none", "no settings are in force"),
            tuple(
                "smtp.changed",
                "localhost:1",
                "tls starttls, from workflow@example.com, auth password as kim"));
    String everything = Keys.as(Roles.OPERATOR).get("/audit?limit=200").asString();
    assertThat(everything).contains(id).doesNotContain(password).doesNotContain(key);
  }

  @Test
  void tellsOfTrust() {
    TestCa ca = TestCa.create("Audited");
    String fingerprint =
        kim()
            .contentType(PEM)
            .body(ca.pem().getBytes())
            .post("/trust/certificates")
            .then()
            .statusCode(200)
            .extract()
            .path("added[0].fingerprint");
    kim().delete("/trust/certificates/" + fingerprint).then().statusCode(204);
    kim().delete("/trust/certificates/" + fingerprint).then().statusCode(404);
    assertThat(done())
        .containsExactly(
            tuple("trust.removed", fingerprint, "O=Workherald Test,CN=Audited"),
            tuple("trust.added", fingerprint, "O=Workherald Test,CN=Audited"));
    assertThat(rows("subject=" + fingerprint + "&action=trust.removed")).hasSize(1);
  }

  @Test
  void tellsOfUsersWhichMembersChangedButNotWhatTheySay() {
    String user = "u" + UUID.randomUUID();
    String mail = "{\"email\": \"%s@example.com\", \"locale\": \"de\"}";
    kim().body(mail.formatted("kim")).put("/users/" + user).then().statusCode(200);
    kim().body(mail.formatted("lee")).put("/users/" + user).then().statusCode(200);
    kim().body(mail.formatted("lee")).put("/users/" + user).then().statusCode(200);
    kim().body("{\"email\": \"no address\"}").put("/users/" + user).then().statusCode(400);
    kim().delete("/users/" + user).then().statusCode(204);
    kim().delete("/users/" + user).then().statusCode(404);
    assertThat(done())
        .containsExactly(
            tuple("user.deleted", user, null),
            tuple("user.changed", user, "nothing changed"),
            tuple("user.changed", user, "changed email"),
            tuple("user.changed", user, "added"));
  }

  @Test
  void canBeReadAfterTheKeyIsRevoked() {
    String other = Keys.make("short-lived", Roles.ADMIN);
    String otherId = NewKey.idOf(other);
    String user = "u" + UUID.randomUUID();
    Keys.with(other).body("{\"email\": \"a@example.com\"}").put("/users/" + user);
    kim().delete("/keys/" + otherId).then().statusCode(204);
    Keys.as(Roles.OPERATOR)
        .get("/audit?who=" + otherId)
        .then()
        .statusCode(200)
        .body("entries.name", equalTo(List.of("short-lived")))
        .body("entries.address", equalTo(List.of("127.0.0.1")))
        .body("entries.subject", equalTo(List.of(user)));
    assertThat(rows("subject=" + otherId))
        .containsExactly(
            tuple("key.revoked", otherId, "short-lived, roles admin"),
            tuple("key.created", otherId, "short-lived, roles admin"));
  }

  @Test
  void theFirstKeyWasMadeByTheSystem() {
    JsonPath made = Keys.as(Roles.OPERATOR).get("/audit?who=system&subject=admin").jsonPath();
    assertThat(made.getString("entries[0].action")).isEqualTo("key.created");
    assertThat(made.<Object>get("entries[0].address")).isNull();
    assertThat(made.<Object>get("next")).isNull();
  }

  @Test
  void goesOnAtTheCursor() {
    JsonPath first = Keys.as(Roles.OPERATOR).get("/audit?limit=1").jsonPath();
    JsonPath second =
        Keys.as(Roles.OPERATOR).get("/audit?limit=1&cursor=" + first.get("next")).jsonPath();
    assertThat(second.getString("entries[0].id")).isLessThan(first.getString("entries[0].id"));
  }

  @ParameterizedTest
  @CsvSource({"notifier, 403", "user, 403", "operator, 200", "admin, 200"})
  void isForOperators(String role, int status) {
    Keys.as(role).get("/audit").then().statusCode(status);
    given().get("/audit").then().statusCode(401);
  }

  @Test
  void tellsAllThatIsWrongWithAQuery() {
    Keys.as(Roles.OPERATOR)
        .get("/audit?action=all&since=today&limit=0&cursor=x&who=" + "w".repeat(256))
        .then()
        .statusCode(400)
        .body("violations.field", equalTo(List.of("action", "cursor", "limit", "since", "who")))
        .body("violations[0].message", containsString("trust.added"));
  }

  @Test
  void describesTheActionsThereAre() {
    JsonPath api = given().queryParam("format", "json").get("/q/openapi").jsonPath();
    assertThat(
            api.getList(
                "paths.'/audit'.get.parameters.find { it.name == 'action' }.schema.enum",
                String.class))
        .containsExactlyElementsOf(
            Arrays.stream(AuditAction.values()).map(AuditAction::word).toList());
  }
}
