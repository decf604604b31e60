package org.workherald.notification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workherald.access.Keys;
import org.workherald.access.Roles;

@QuarkusTest
class NotificationResourceTest {

  private static final String WAITING = "queued|held";

  /** A work item of its own for each test. */
  private final String item = UUID.randomUUID().toString();

  @Test
  void describesTheStatesThereAre() {
    var states = Arrays.stream(DeliveryState.values()).map(DeliveryState::word).toList();
    var api = given().queryParam("format", "json").get("/q/openapi").jsonPath();
    assertThat(api.getList("components.schemas.Delivery.properties.state.enum", String.class))
        .containsExactlyElementsOf(states);
    assertThat(
            api.getList(
                "paths.'/notifications'.get.parameters.find { it.name == 'state' }.schema.enum",
                String.class))
        .containsExactlyElementsOf(states);
  }

  @Test
  void answersWithWhatWasStored() {
    var answer =
        post(
            """
            { "event": "step.assigned",
              "workItem": { "id": "%s", "subject": "Approve invoice 4711 😀", "priority": "high",
                "dueAt": "2026-11-27T17:00:00+01:00", "fields": { "Amount": "1,200.00 EUR" } },
              "recipients": [ { "email": "kim@example.com", "name": "Kim Lee", "locale": "pt_BR",
                "timeZone": "Europe/Berlin" } ],
              "replyTo": "invoices@example.com", "expiresAt": "2999-01-01T00:00:00Z" }
            """
                .formatted(item));
    answer
        .then()
        .statusCode(202)
        .contentType("application/json")
        .header("Location", "/notifications/" + answer.path("id"))
        .body("event", is("step.assigned"))
        .body("workItem.id", is(item))
        .body("workItem.subject", is("Approve invoice 4711 😀"))
        .body("workItem.priority", is("high"))
        .body("workItem.dueAt", is("2026-11-27T16:00:00Z"))
        .body("workItem.fields.Amount", is("1,200.00 EUR"))
        .body("workItem.containsKey('step')", is(false))
        .body("replyTo", is("invoices@example.com"))
        .body("expiresAt", is("2999-01-01T00:00:00Z"))
        .body("createdAt", notNullValue())
        .body("deliveries", hasSize(1))
        .body("deliveries[0].recipient", is("kim@example.com"))
        .body("deliveries[0].locale", is("pt-BR"))
        .body("deliveries[0].state", matchesPattern(WAITING))
        .body("deliveries[0].nextAttemptAt", notNullValue())
        .body("deliveries[0].attempts", empty());
    var read =
        Keys.as(Roles.OPERATOR).get(answer.header("Location")).then().statusCode(200).extract();
    for (String same : List.of("id", "event", "workItem", "createdAt", "replyTo", "expiresAt")) {
      assertThat(read.<Object>path(same)).as(same).isEqualTo(answer.path(same));
    }
    assertThat(read.<String>path("deliveries[0].id")).isEqualTo(answer.path("deliveries[0].id"));
  }

  @Test
  void mailsAnAddressOnce() {
    post("""
            { "event": "step.assigned", "workItem": { "id": "%s", "subject": "Twice" },
              "recipients": [ { "email": "kim@example.com", "locale": "de" },
                { "email": "kim@EXAMPLE.com" }, { "email": "Kim@example.com" } ] }
            """
            .formatted(item))
        .then()
        .statusCode(202)
        .body("deliveries.recipient", contains("kim@example.com", "Kim@example.com"))
        .body("deliveries[0].locale", is("de"))
        .body("deliveries[1].containsKey('locale')", is(false));
  }

  @Test
  void knowsNoOtherNotifications() {
    Keys.as(Roles.OPERATOR)
        .get("/notifications/" + UUID.randomUUID())
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("status", is(404))
        .body("detail", containsString("no notification with this id"));
    Keys.as(Roles.OPERATOR).get("/notifications/nonsense").then().statusCode(404);
    Keys.as(Roles.OPERATOR)
        .post("/notifications/" + UUID.randomUUID() + "/resend")
        .then()
        .statusCode(404);
    Keys.as(Roles.OPERATOR).delete("/notifications/" + UUID.randomUUID()).then().statusCode(404);
  }

  @Test
  void cancelsAndSendsAgain() {
    String id = post(simple("kim@example.com")).path("id");
    Keys.as(Roles.NOTIFIER)
        .delete("/notifications/" + id)
        .then()
        .statusCode(200)
        .body("deliveries[0].state", is("cancelled"))
        .body("deliveries[0].reason", is("cancelled by request"))
        .body("deliveries[0].containsKey('nextAttemptAt')", is(false));
    Keys.as(Roles.OPERATOR)
        .post("/notifications/" + id + "/resend")
        .then()
        .statusCode(202)
        .body("id", is(id))
        .body("deliveries[0].state", matchesPattern(WAITING));
  }

  @Test
  void tellsWhoDidWhat() {
    String sender = Keys.make("workflow engine", Roles.NOTIFIER);
    String id =
        Keys.with(sender)
            .body(simple("kim@example.com"))
            .post("/notifications")
            .then()
            .statusCode(202)
            .body("containsKey('timeline')", is(false))
            .extract()
            .path("id");
    Keys.with(sender).delete("/notifications/" + id).then().statusCode(200);
    Keys.with(Keys.make("kim at the desk", Roles.OPERATOR))
        .post("/notifications/" + id + "/resend")
        .then()
        .statusCode(202);
    Keys.with(sender).queryParam("workItem", item).delete("/notifications").then().statusCode(200);
    Keys.with(sender)
        .get("/notifications/" + id)
        .then()
        .statusCode(200)
        .body(
            "timeline.what.subList(0, 4)", contains("accepted", "cancelled", "resent", "cancelled"))
        .body(
            "timeline.findAll { it.by != null }.what",
            contains("accepted", "cancelled", "cancelled"))
        .body("timeline.by.name", not(hasItem("kim at the desk")))
        .body("timeline[2].containsKey('by')", is(false))
        .body("timeline[2].detail", is("1 delivery is queued again."));
    Keys.as(Roles.NOTIFIER)
        .get("/notifications/" + id)
        .then()
        .statusCode(200)
        .body("timeline.findAll { it.by != null }", empty());
    Keys.as(Roles.OPERATOR)
        .get("/notifications/" + id)
        .then()
        .statusCode(200)
        .body(
            "timeline.findAll { it.by != null }.what",
            contains("accepted", "cancelled", "resent", "cancelled"))
        .body(
            "timeline.findAll { it.by != null }.by.name",
            contains("workflow engine", "workflow engine", "kim at the desk", "workflow engine"))
        .body("timeline[0].by.id", not(is("workflow engine")))
        .body("timeline[0].detail", containsString("step.assigned"));
    Keys.with(sender)
        .queryParam("workItem", item)
        .get("/notifications")
        .then()
        .body("notifications[0].containsKey('timeline')", is(false));
  }

  @Test
  void cancelsAllOfAWorkItem() {
    post(simple("kim@example.com"));
    post(simple("lee@example.com"));
    Keys.as(Roles.NOTIFIER)
        .queryParam("workItem", item)
        .delete("/notifications")
        .then()
        .statusCode(200)
        .body("cancelled", is(2));
    Keys.as(Roles.NOTIFIER)
        .queryParam("workItem", item)
        .get("/notifications")
        .then()
        .body("notifications.deliveries.flatten().state", contains("cancelled", "cancelled"));
    Keys.as(Roles.NOTIFIER)
        .delete("/notifications")
        .then()
        .statusCode(400)
        .body("violations.field", contains("workItem"));
  }

  @Test
  void listsNewestFirstPageByPage() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(0, post(simple("kim" + i + "@example.com")).path("id"));
    }
    List<String> listed = new ArrayList<>();
    String cursor = null;
    do {
      var request = Keys.as(Roles.OPERATOR).queryParam("workItem", item).queryParam("limit", 2);
      var page =
          (cursor == null ? request : request.queryParam("cursor", cursor)).get("/notifications");
      page.then().statusCode(200).body("notifications.size()", not(0));
      listed.addAll(page.path("notifications.id"));
      cursor = page.path("next");
    } while (cursor != null);
    assertThat(listed).isEqualTo(ids);
    Keys.as(Roles.OPERATOR)
        .queryParam("workItem", item)
        .queryParam("recipient", "kim3@example.com")
        .get("/notifications")
        .then()
        .body("notifications.id", contains(ids.get(1)))
        .body("next", nullValue());
  }

  @Test
  void tellsAllThatIsWrongWithAQuery() {
    Keys.as(Roles.OPERATOR)
        .queryParams(
            Map.of(
                "state",
                "lost",
                "event",
                "x",
                "recipient",
                "kim",
                "since",
                "yesterday",
                "limit",
                "201",
                "cursor",
                "!"))
        .get("/notifications")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body(
            "violations.field", contains("cursor", "event", "limit", "recipient", "since", "state"))
        .body("violations.find { it.field == 'state' }.message", containsString("suppressed"));
  }

  @Test
  void repeatsAnAnswer() {
    String key = UUID.randomUUID().toString();
    String body = simple("kim@example.com");
    Response first =
        Keys.as(Roles.NOTIFIER).header("Idempotency-Key", key).body(body).post("/notifications");
    first.then().statusCode(202).header("Idempotency-Replayed", nullValue());
    Response again =
        Keys.as(Roles.NOTIFIER)
            .header("Idempotency-Key", key)
            .body(body.replace("{ ", "{\n"))
            .post("/notifications");
    again
        .then()
        .statusCode(202)
        .header("Idempotency-Replayed", "true")
        .header("Location", first.header("Location"));
    assertThat(again.asString()).isEqualTo(first.asString());
    Keys.as(Roles.NOTIFIER)
        .header("Idempotency-Key", key)
        .body(simple("lee@example.com"))
        .post("/notifications")
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("title", is("Unprocessable Content"))
        .body("detail", containsString("use a new one"));
    // Another caller's key is another key.
    Keys.with(Keys.make("another engine", Roles.NOTIFIER))
        .header("Idempotency-Key", key)
        .body(simple("lee@example.com"))
        .post("/notifications")
        .then()
        .statusCode(202)
        .header("Idempotency-Replayed", nullValue());
    Keys.as(Roles.NOTIFIER)
        .header("Idempotency-Key", "x".repeat(256))
        .body(body)
        .post("/notifications")
        .then()
        .statusCode(400)
        .body("violations.field", contains("Idempotency-Key"));
  }

  @Test
  void takesTheGoodOnesOfABatch() {
    String key = UUID.randomUUID().toString();
    String body =
        """
        { "notifications": [ %s, { "event": "step.asigned", "workItem": { "id": 1 }, "x": 1 }, 7, null, %s ] }
        """
            .formatted(simple("kim@example.com"), simple("lee@example.com"));
    var answer =
        Keys.as(Roles.NOTIFIER)
            .header("Idempotency-Key", key)
            .body(body)
            .post("/notifications/batch");
    answer
        .then()
        .statusCode(202)
        .body("results", hasSize(5))
        .body("results[0].keySet()", contains("id"))
        .body("results[1].keySet()", contains("problem"))
        .body("results[1].problem.status", is(400))
        .body("results[1].problem.type", is("about:blank"))
        .body(
            "results[1].problem.violations.field",
            contains("event", "recipients", "workItem.id", "workItem.subject", "x"))
        .body("results[2].problem.status", is(400))
        .body("results[3].problem.status", is(400))
        .body("results[4].keySet()", contains("id"));
    Keys.as(Roles.NOTIFIER)
        .queryParam("workItem", item)
        .get("/notifications")
        .then()
        .body(
            "notifications.id",
            contains(answer.<String>path("results[4].id"), answer.<String>path("results[0].id")));
    var again =
        Keys.as(Roles.NOTIFIER)
            .header("Idempotency-Key", key)
            .body(body)
            .post("/notifications/batch");
    again.then().statusCode(202).header("Idempotency-Replayed", "true");
    assertThat(again.asString()).isEqualTo(answer.asString());
  }

  @Test
  void boundsABatch() {
    Keys.as(Roles.NOTIFIER)
        .body("{ \"notifications\": [" + "{},".repeat(1_000) + "{}] }")
        .post("/notifications/batch")
        .then()
        .statusCode(400)
        .body("violations.field", contains("notifications"));
    Keys.as(Roles.NOTIFIER)
        .body("{ \"notifications\": [] }")
        .post("/notifications/batch")
        .then()
        .statusCode(400);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /notifications, admin notifier",
    "POST, /notifications/batch, admin notifier",
    "GET, /notifications, admin notifier operator",
    "GET, /notifications/0199c0de-7a10-7000-8000-000000000001, admin notifier operator",
    "DELETE, /notifications/0199c0de-7a10-7000-8000-000000000001, admin notifier operator",
    "DELETE, /notifications?workItem=none, admin notifier operator",
    "POST, /notifications/0199c0de-7a10-7000-8000-000000000001/resend, admin operator"
  })
  void isForThoseWithTheRole(String method, String path, String allowed) {
    for (String role : List.of("admin", "notifier", "operator", "user")) {
      int status = Keys.as(role).body("{}").request(method, path).statusCode();
      if (List.of(allowed.split(" ")).contains(role)) {
        assertThat(status).as(role).isNotIn(401, 403);
      } else {
        assertThat(status).as(role).isEqualTo(403);
      }
    }
    assertThat(io.restassured.RestAssured.given().request(method, path).statusCode())
        .isEqualTo(401);
  }

  private Response post(String body) {
    var answer = Keys.as(Roles.NOTIFIER).body(body).post("/notifications");
    answer.then().statusCode(202);
    return answer;
  }

  private String simple(String email) {
    return """
        { "event": "step.assigned", "workItem": { "id": "%s", "subject": "Approve" }, "recipients": [ { "email": "%s" } ] }"""
        .formatted(item, email);
  }
}
