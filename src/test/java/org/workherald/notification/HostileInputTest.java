package org.workherald.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.workherald.access.Keys;
import org.workherald.access.Roles;

@QuarkusTest
class HostileInputTest {

  private static final String GOOD =
      """
      { "event": "step.assigned", "workItem": { "id": "1", "subject": "s" }, "recipients": [ { "email": "kim@example.com" } ] }""";

  /** A member of the good request replaced, the field to complain about, and part of the words. */
  static Stream<Arguments> badMembers() {
    return Stream.of(
        event("\"step.asigned\"", "event", "must be one of step.assigned, "),
        event("null", "event", "is required"),
        event("1", "event", "must be one of"),
        event("{}", "event", "must be one of"),
        item("\"id\": \"\", \"subject\": \"s\"", "workItem.id", "is required"),
        item("\"id\": \"  \", \"subject\": \"s\"", "workItem.id", "is required"),
        item("\"id\": 4711, \"subject\": \"s\"", "workItem.id", "must be a string"),
        item("\"id\": true, \"subject\": \"s\"", "workItem.id", "must be a string"),
        item("\"id\": [\"1\"], \"subject\": \"s\"", "workItem.id", "must be a string"),
        item("\"id\": \"1\"", "workItem.subject", "is required"),
        subject("a\\nb", "must be one line"),
        subject("a\\rb", "must be one line"),
        subject("a\\u0000b", "must not contain NUL"),
        subject("a\\u0007b", "must be one line"),
        subject("a\\u007fb", "must be one line"),
        subject("a\\u0085b", "must be one line"),
        subject("a\\u2028b", "must be one line"),
        subject("a\\u2029b", "must be one line"),
        subject("a\\ud800b", "half a surrogate pair"),
        subject("a\\udc00\\ud800", "half a surrogate pair"),
        subject("x".repeat(2_001), "between 0 and 2000"),
        field("queue", "\"a\\r\\nBcc: x@y.z\"", "must be one line"),
        field("originator", "\"a\\nb\"", "must be one line"),
        field("priority", "\"urgent\"", "must be one of low, normal, high"),
        field("priority", "0", "must be one of low, normal, high"),
        field("url", "\"javascript:alert(1)\"", "must be an http or https URL"),
        field("dueAt", "\"tomorrow\"", "must be an instant such as"),
        field("dueAt", "\"2026-11-27\"", "must be an instant such as"),
        field("dueAt", "\"2026-11-27T16:00:00\"", "must be an instant such as"),
        field("dueAt", "\"2026-02-30T16:00:00Z\"", "must be an instant such as"),
        field("dueAt", "\"+99999-11-27T16:00:00Z\"", "must be an instant such as"),
        field("dueAt", "1764259200", "must be an instant such as"),
        field("instructions", "\"a\\u0000b\"", "must not contain NUL"),
        field("instructions", "\"a\\u001bb\"", "control characters"),
        field("instructions", "\"" + "x".repeat(16_001) + "\"", "between 0 and 16000"),
        field("fields", "[]", "must be an object"),
        field("fields", "\"x\"", "must be an object"),
        item(
            "\"id\":\"1\",\"subject\":\"s\",\"fields\":{\"a\":1}",
            "workItem.fields.a",
            "must be a string"),
        item(
            "\"id\":\"1\",\"subject\":\"s\",\"fields\":{\"a\":null}",
            "workItem.fields.a",
            "needs a value"),
        item(
            "\"id\":\"1\",\"subject\":\"s\",\"fields\":{\"\":\"x\"}",
            "workItem.fields",
            "needs a name"),
        item(
            "\"id\":\"1\",\"subject\":\"s\",\"sujbect\":\"s\"",
            "workItem.sujbect",
            "is not a known field"),
        recipients("[]", "recipients", "one recipient or more"),
        recipients("null", "recipients", "one recipient or more"),
        recipients("{}", "recipients", "must be an array"),
        recipients("\"kim@example.com\"", "recipients", "must be an array"),
        recipients("[null]", "recipients[0]", "must be an object"),
        recipients("[\"kim@example.com\"]", "recipients[0]", "must be an object"),
        recipients("[{}]", "recipients[0]", "exactly one of email and user"),
        recipients("[{\"email\":\"a@b.c\",\"user\":\"kim\"}]", "recipients[0]", "exactly one"),
        recipients("[{\"email\":\"kim\"}]", "recipients[0].email", "must be a mail address"),
        recipients("[{\"email\":\"\"}]", "recipients[0].email", "must be a mail address"),
        recipients("[{\"email\":[\"a@b.c\"]}]", "recipients[0].email", "must be a string"),
        recipients(
            "[{\"email\":\"a@b.c\\r\\nRCPT TO:<x@y.z>\"}]",
            "recipients[0].email",
            "must be a mail address"),
        recipients(
            "[{\"email\":\"a@b.c\"},{\"email\":\"Kim <k@b.c>\"}]",
            "recipients[1].email",
            "must be a mail address"),
        recipients(
            "[{\"email\":\"a@b.c\",\"name\":\"a\\nb\"}]", "recipients[0].name", "must be one line"),
        recipients(
            "[{\"email\":\"a@b.c\",\"locale\":\"xx\"}]", "recipients[0].locale", "language tag"),
        recipients(
            "[{\"email\":\"a@b.c\",\"timeZone\":\"Mars\"}]", "recipients[0].timeZone", "time zone"),
        recipients(
            "[{\"email\":\"a@b.c\",\"emial\":\"x\"}]",
            "recipients[0].emial",
            "is not a known field"),
        recipients(
            "[" + "{\"email\":\"a@b.c\"},".repeat(100) + "{\"email\":\"a@b.c\"}]",
            "recipients",
            "100 recipients at most"),
        top("replyTo", "\"Help <help@example.com>\"", "must be a mail address"),
        top("replyTo", "\"a@b.c\\nBcc: x@y.z\"", "must be a mail address"),
        top("expiresAt", "\"2020-01-01T00:00:00Z\"", "must lie in the future"),
        top("cc", "\"a@b.c\"", "is not a known field"));
  }

  @ParameterizedTest(name = "{1}: {2}")
  @MethodSource("badMembers")
  void namesTheFieldAndTheRemedy(String body, String field, String words) {
    var answer = post(body.getBytes(StandardCharsets.UTF_8));
    answer
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", is("about:blank"))
        .body("title", is("Bad Request"))
        .body("status", is(400));
    assertThat(answer.<List<Map<String, String>>>path("violations"))
        .as(answer.asString())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.get("field")).isEqualTo(field);
              assertThat(violation.get("message")).contains(words);
            });
    assertNoTraceOfClasses(answer);
  }

  @Test
  void tellsAllFaultsAtOnce() {
    var answer =
        post(
            """
            { "event": "x", "colour": 1, "workItem": { "id": 7, "subject": "a\\nb", "url": "x:y" },
              "recipients": [ { "email": "kim" }, { "user": 1, "name": "ok" } ], "replyTo": "" }
            """
                .getBytes(StandardCharsets.UTF_8));
    answer.then().statusCode(400).body("detail", containsString("fields are wrong"));
    assertThat(answer.<List<String>>path("violations.field"))
        .containsExactly(
            "colour",
            "event",
            "recipients[0].email",
            "recipients[1].user",
            "replyTo",
            "workItem.id",
            "workItem.subject",
            "workItem.url");
  }

  static Stream<Arguments> badBodies() {
    return Stream.of(
        Arguments.of("", "body"),
        Arguments.of("  \n ", "body"),
        Arguments.of("null", "body"),
        Arguments.of("[]", "must be an object"),
        Arguments.of("7", "must be an object"),
        Arguments.of("\"x\"", "must be an object"),
        Arguments.of("{", "line 1, column 2"),
        Arguments.of("{ \"event\": \"step.assigned\",\n  \"workItem\": }", "line 2, column"),
        Arguments.of("{ 'event': 1 }", "not valid JSON"),
        Arguments.of("{ \"event\": \"a\", \"event\": \"b\" }", "Duplicate field 'event'"),
        Arguments.of("{} {}", "more than one JSON value"),
        Arguments.of("{\"a\":".repeat(30) + "1" + "}".repeat(30), "nested too deeply"),
        Arguments.of("[".repeat(5_000), "nested too deeply"),
        Arguments.of("{ \"" + "n".repeat(2_000) + "\": 1 }", "too long"),
        Arguments.of("{ \"n\": " + "9".repeat(1_000) + " }", "too long"),
        Arguments.of("\u0000", "not valid JSON"),
        Arguments.of("NaN", "not valid JSON"),
        Arguments.of("{ \"event\": \"a\nb\" }", "not valid JSON"));
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void saysWhereABodyIsBroken(String body, String words) {
    var answer = post(body.getBytes(StandardCharsets.UTF_8));
    answer.then().statusCode(400).contentType("application/problem+json");
    assertThat(answer.<String>path("detail")).contains(words);
    assertNoTraceOfClasses(answer);
  }

  @Test
  void refusesBrokenUtf8() {
    for (byte[] bytes :
        List.of(
            new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
            new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'},
            new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'},
            new byte[] {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f})) {
      var answer = post(bytes);
      answer.then().statusCode(400).contentType("application/problem+json");
      assertNoTraceOfClasses(answer);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/notifications, 1048576",
    "/notifications/batch, 16777216",
    "/keys, 1048576",
    "/users/kim, 1048576"
  })
  void boundsBodies(String path, int limit) {
    String method = path.startsWith("/users") ? "PUT" : "POST";
    for (int size : List.of(limit + 1, 20 << 20)) {
      Keys.as(Roles.ADMIN)
          .body(new byte[size])
          .request(method, path)
          .then()
          .statusCode(413)
          .contentType("application/problem+json")
          .body("status", is(413))
          .body("detail", containsString("MiB"));
    }
    Keys.as(Roles.ADMIN).body(" ".repeat(limit)).request(method, path).then().statusCode(400);
  }

  @Test
  void knowsOnlyJson() {
    Keys.as(Roles.NOTIFIER)
        .contentType(ContentType.XML)
        .body("<a/>")
        .post("/notifications")
        .then()
        .statusCode(415)
        .contentType("application/problem+json");
    Keys.as(Roles.NOTIFIER)
        .accept(ContentType.XML)
        .get("/notifications")
        .then()
        .statusCode(406)
        .contentType("application/problem+json");
    Keys.as(Roles.NOTIFIER)
        .put("/notifications")
        .then()
        .statusCode(405)
        .contentType("application/problem+json");
    Keys.as(Roles.NOTIFIER)
        .get("/nothing/here")
        .then()
        .statusCode(404)
        .contentType("application/problem+json");
  }

  @Test
  void refusesUnknownUsers() {
    post(GOOD.replace(
                "{ \"email\": \"kim@example.com\" }",
                "{ \"email\": \"kim@example.com\" }, { \"user\": \"nobody\" }")
            .getBytes(StandardCharsets.UTF_8))
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("violations[0].field", is("recipients[1].user"))
        .body("violations[0].message", containsString("/users"));
  }

  private static Response post(byte[] body) {
    return Keys.as(Roles.NOTIFIER).body(body).post("/notifications");
  }

  private static void assertNoTraceOfClasses(Response answer) {
    assertThat(answer.asString())
        .doesNotContain("org.workherald", "java.", "com.fasterxml", "Exception", "Source:");
  }

  private static Arguments event(String json, String field, String words) {
    return Arguments.of(GOOD.replace("\"step.assigned\"", json), field, words);
  }

  private static Arguments item(String members, String field, String words) {
    return Arguments.of(GOOD.replace("\"id\": \"1\", \"subject\": \"s\"", members), field, words);
  }

  private static Arguments subject(String text, String words) {
    return item("\"id\": \"1\", \"subject\": \"" + text + "\"", "workItem.subject", words);
  }

  private static Arguments field(String name, String json, String words) {
    return item(
        "\"id\": \"1\", \"subject\": \"s\", \"" + name + "\": " + json, "workItem." + name, words);
  }

  private static Arguments recipients(String json, String field, String words) {
    return Arguments.of(GOOD.replace("[ { \"email\": \"kim@example.com\" } ]", json), field, words);
  }

  private static Arguments top(String name, String json, String words) {
    return Arguments.of(
        GOOD.replace("{ \"event\"", "{ \"" + name + "\": " + json + ", \"event\""), name, words);
  }
}
