package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workherald.access.Keys;
import org.workherald.access.Roles;

@QuarkusTest
class SmtpResourceTest {

  @Inject SmtpAccount account;

  @AfterEach
  void forget() {
    Keys.as(Roles.ADMIN).delete("/smtp").then().statusCode(200);
  }

  /**
   * Sound settings, for a port on loopback where nobody listens, with changes: keys and values in
   * turn, null takes one out.
   */
  private static Map<String, Object> order(Object... changes) {
    Map<String, Object> order =
        new HashMap<>(
            Map.of(
                "host", "localhost",
                "port", 1,
                "tls", "starttls",
                "from", "workflow@example.com",
                "fromName", "Workflow Engine",
                "replyTo", "help@example.com",
                "auth", "password",
                "username", "workflow@example.com",
                "password", "s3cret",
                "messagesPerMinute", 30));
    for (int i = 0; i < changes.length; i += 2) {
      order.put((String) changes[i], changes[i + 1]);
      order.values().remove(null);
    }
    return order;
  }

  private static ValidatableResponse put(Map<String, Object> order) {
    Response now = Keys.as(Roles.ADMIN).get("/smtp");
    return put(order, now.header("ETag"));
  }

  private static ValidatableResponse put(Map<String, Object> order, String ifMatch) {
    RequestSpecification request = Keys.as(Roles.ADMIN).body(order);
    return (ifMatch == null ? request : request.header("If-Match", ifMatch)).put("/smtp").then();
  }

  @Test
  void isUnconfiguredAtFirst() {
    Keys.as(Roles.OPERATOR)
        .get("/smtp")
        .then()
        .statusCode(200)
        .header("ETag", containsString("\""))
        .body("status", equalTo("unconfigured"))
        .body("source", equalTo("deployment"))
        .body("passwordSet", is(false))
        .body("host", nullValue());
  }

  /** All but how sending fares, which changes by itself as soon as settings are tried. */
  private static Map<String, Object> settled(Response answer) {
    Map<String, Object> body = new HashMap<>(answer.jsonPath().getMap(""));
    body.keySet().removeAll(Set.of("status", "pausedBecause"));
    return body;
  }

  @Test
  void storesAndShowsAllButThePassword() {
    Response stored = put(order()).statusCode(200).extract().response();
    String tag = stored.header("ETag");
    assertThat(tag).isEqualTo("\"" + stored.jsonPath().getLong("revision") + "\"");
    assertThat(stored.asString()).doesNotContain("s3cret");
    Response shown = Keys.as(Roles.ADMIN).get("/smtp");
    assertThat(settled(shown)).isEqualTo(settled(stored));
    assertThat(shown.header("ETag")).isEqualTo(tag);
    shown
        .then()
        .body("host", equalTo("localhost"))
        .body("port", equalTo(1))
        .body("tls", equalTo("starttls"))
        .body("from", equalTo("workflow@example.com"))
        .body("fromName", equalTo("Workflow Engine"))
        .body("replyTo", equalTo("help@example.com"))
        .body("auth", equalTo("password"))
        .body("username", equalTo("workflow@example.com"))
        .body("password", nullValue())
        .body("passwordSet", is(true))
        .body("connections", equalTo(3))
        .body("messagesPerMinute", equalTo(30))
        .body("source", equalTo("stored"))
        // Which of them depends on what delivery has found out about this host by now.
        .body("status", is(oneOf("ok", "paused")));
    assertThat(account.settings().orElseThrow().login().password().value()).isEqualTo("s3cret");
  }

  @Test
  void aChangeNeedsTheTagOfWhatItReplaces() {
    String first = put(order(), null).statusCode(200).extract().header("ETag");
    put(order("port", 2525), null).statusCode(428);
    put(order("port", 2525), "\"0\"").statusCode(412).body("detail", containsString("revision"));
    put(order("port", 2525), "W/" + first).statusCode(412);
    put(order("port", 2525), first).statusCode(200).header("ETag", not(first));
    put(order("port", 2526), first).statusCode(412);
    put(order("port", 2526), "*").statusCode(200);
    assertThat(account.settings().orElseThrow().endpoint().port()).isEqualTo(2526);
  }

  @Test
  void deletingGoesBackToTheDeployment() {
    long revision = put(order()).extract().jsonPath().getLong("revision");
    Keys.as(Roles.ADMIN).header("If-Match", "\"0\"").delete("/smtp").then().statusCode(412);
    Keys.as(Roles.ADMIN)
        .header("If-Match", "\"" + revision + "\"")
        .delete("/smtp")
        .then()
        .statusCode(200)
        .body("source", equalTo("deployment"))
        .body("status", equalTo("unconfigured"))
        .body("revision", equalTo((int) revision + 1));
    Keys.as(Roles.ADMIN)
        .delete("/smtp")
        .then()
        .statusCode(200)
        .body("revision", equalTo((int) revision + 1));
    assertThat(account.settings()).isEmpty();
  }

  @Test
  void keepsThePasswordForTheSameAccountOnly() {
    put(order()).statusCode(200);
    put(order("password", null, "fromName", "Other", "host", "LOCALHOST")).statusCode(200);
    assertThat(account.settings().orElseThrow().login().password().value()).isEqualTo("s3cret");
    for (Object[] change :
        new Object[][] {{"host", "127.0.0.1"}, {"port", 2525}, {"username", "lee@example.com"}}) {
      put(order("password", null, change[0], change[1]))
          .statusCode(422)
          .body("violations.field", hasItem("password"));
    }
    assertThat(account.settings().orElseThrow().fromName()).isEqualTo("Other");
    put(order("password", "n3w", "host", "127.0.0.1")).statusCode(200);
    assertThat(account.settings().orElseThrow().login().password().value()).isEqualTo("n3w");
    put(order("auth", "none", "username", null, "password", null))
        .statusCode(200)
        .body("passwordSet", is(false))
        .body("auth", equalTo("none"));
    put(order("password", null)).statusCode(422);
  }

  @Test
  void understandsFileNetsHost() {
    put(order("host", "STARTTLS:localhost", "tls", null, "port", null))
        .statusCode(200)
        .body("host", equalTo("localhost"))
        .body("tls", equalTo("starttls"))
        .body("port", equalTo(587));
  }

  @ParameterizedTest
  @CsvSource({
    "from, WorkflowEngine, fromName",
    "tls, none, loopback",
    "auth, oauth2, not available yet",
    "host, a:b, host name",
  })
  void refusesWhatCannotBeApplied(String field, String value, String why) {
    put(order("host", "mail.example.com", field, value))
        .statusCode(422)
        .contentType("application/problem+json")
        .body("violations.field", hasItem(field))
        .body("violations.message", hasItem(containsString(why)));
    assertThat(account.settings()).isEmpty();
  }

  @Test
  void aRelayOnLoopbackMayDoWithoutTls() {
    put(order(
            "host",
            "localhost",
            "tls",
            "none",
            "port",
            null,
            "auth",
            "none",
            "username",
            null,
            "password",
            null))
        .statusCode(200)
        .body("port", equalTo(25));
  }

  @Test
  void tellsAllBrokenConstraintsAtOnce() {
    put(order(
            "host",
            null,
            "port",
            70_000,
            "tls",
            "maybe",
            "fromName",
            "a\r\nBcc: b",
            "auth",
            "magic",
            "connections",
            0,
            "messagesPerMinute",
            -1,
            "password",
            "a\nb"))
        .statusCode(400)
        .body(
            "violations.field",
            containsInAnyOrder(
                "host",
                "port",
                "tls",
                "fromName",
                "auth",
                "connections",
                "messagesPerMinute",
                "password"));
  }

  @Test
  void namesUnknownFieldsAndRepeatsNoSecret() {
    String answer =
        put(order("passwrd", "s3cret", "port", "many"))
            .statusCode(400)
            .body("violations.field", containsInAnyOrder("passwrd", "port"))
            .extract()
            .asString();
    assertThat(answer).doesNotContain("s3cret");
    Keys.as(Roles.ADMIN).put("/smtp").then().statusCode(400);
  }

  @Test
  void anOperatorReadsAndAnAdminChanges() {
    Keys.as(Roles.OPERATOR).body(order()).put("/smtp").then().statusCode(403);
    Keys.as(Roles.OPERATOR).delete("/smtp").then().statusCode(403);
    Keys.as(Roles.NOTIFIER).get("/smtp").then().statusCode(403);
  }
}
