package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.workherald.Mails;
import org.workherald.Samples;
import org.workherald.access.Keys;
import org.workherald.smtp.Answer;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TestCa;

/**
 * The whole way, from the POST to the mail read back, and what it tells when the mail server is not
 * as it should be.
 */
@QuarkusTest
class JourneyTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestCa ca = TestCa.create("Journey Root");
  private final ScriptedSmtpServer server =
      ScriptedSmtpServer.starttls(ca.leaf("localhost")).login("workherald", "secret");
  private ServerInUse inUse;

  @BeforeEach
  void setUp() {
    inUse = ServerInUse.trusted(ca, server);
  }

  @AfterEach
  void tearDown() {
    inUse.close();
    server.close();
  }

  @Test
  void aNotificationArrivesInTheReadersLanguageOverVerifiedStarttls() {
    String id = post("kim@example.com");
    awaitState(id, "sent")
        .body("deliveries[0].attempts", hasSize(1))
        .body("deliveries[0].attempts[0].outcome", equalTo("sent"))
        .body("deliveries[0].attempts[0].reply", startsWith("250"))
        .body("deliveries[0].attempts[0].server", equalTo("localhost:" + server.port()))
        .body("deliveries[0].attempts[0].tls", matchesPattern("TLSv1\\.3 TLS_\\w+"))
        .body("deliveries[0].attempts[0].millis", notNullValue());
    ScriptedSmtpServer.Mail mail = server.mails().get(0);
    assertThat(mail.from()).isEqualTo("workflow@example.com");
    assertThat(mail.recipients()).containsExactly("kim@example.com");
    assertThat(mail.tls()).isEqualTo("TLSv1.3");
    assertThat(Mails.subject(mail)).contains("Approve invoice 4711");
    assertThat(Mails.header(mail, "Content-Language")).isEqualTo("de");
    assertThat(Mails.header(mail, "Auto-Submitted")).isEqualTo("auto-generated");
    assertThat(Mails.part(mail, "text/plain")).contains("Approve invoice 4711");
    assertThat(Mails.part(mail, "text/html"))
        .contains("lang=\"de\"")
        .contains("https://navigator.example.com/?item=4711");
  }

  @Test
  void aWrongHostNameIsRefusedTwiceInARow() {
    try (ScriptedSmtpServer other =
        ScriptedSmtpServer.starttls(ca.leaf("mail.example.com")).login("workherald", "secret")) {
      ServerInUse.set(other, "starttls");
      for (int i = 0; i < 2; i++) {
        awaitHeld(post("kim@example.com"), "mail.example.com");
        ServerInUse.set(other, "starttls");
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> request().get("/smtp").then().body("status", equalTo("paused")));
      }
      assertThat(other.sessions()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(other.mails()).isEmpty();
      assertThat(new String(other.received(), StandardCharsets.ISO_8859_1))
          .doesNotContain("AUTH ")
          .doesNotContain("MAIL FROM");
    }
  }

  @Test
  void anUnknownIssuerHoldsMailsUntilItIsTrusted() {
    TestCa unknown = TestCa.create("Unknown Root");
    try (ScriptedSmtpServer other =
        ScriptedSmtpServer.starttls(unknown.leaf("localhost")).login("workherald", "secret")) {
      ServerInUse.set(other, "starttls");
      String id = post("kim@example.com");
      awaitHeld(id, "Unknown Root");
      ServerInUse.trust(unknown);
      awaitState(id, "sent");
      assertThat(other.mails()).hasSize(1);
    }
  }

  @Test
  void aRefusedRecipientFailsAloneAndSaysWhy() {
    server.on(
        "RCPT",
        session -> session.line().contains("nobody"),
        Answer.reply("550 5.1.1 no such user"));
    String refused = post("nobody@example.com");
    String taken = post("kim@example.com");
    awaitState(taken, "sent");
    awaitState(refused, "failed")
        .body("deliveries[0].attempts[0].outcome", equalTo("rejected"))
        .body("deliveries[0].attempts[0].cause", equalTo("recipient-refused"))
        .body("deliveries[0].attempts[0].reply", equalTo("550 5.1.1 no such user"))
        .body("deliveries[0].reason", notNullValue());
  }

  @Test
  void whatWasSaidCanBeReadByOperators() {
    server.on("RCPT", Answer.reply("550 5.1.1 no such user"));
    String id = post("nobody@example.com");
    String delivery = awaitState(id, "failed").extract().path("deliveries[0].id");
    String path = "/notifications/" + id + "/deliveries/" + delivery + "/transcript";
    Keys.as("operator")
        .get(path)
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("outcome", equalTo("rejected"))
        .body("server", equalTo("localhost:" + server.port()))
        .body("lines.find { it.text == 'RCPT TO:<nobody@example.com>' }.from", equalTo("client"))
        .body("lines.find { it.text == '550 5.1.1 no such user' }.from", equalTo("server"))
        .body("lines.text", hasItem("AUTH PLAIN [credentials]"));
    Keys.as("operator")
        .accept("text/plain")
        .get(path)
        .then()
        .statusCode(200)
        .contentType("text/plain;charset=UTF-8")
        .body(containsString("  S: 550 5.1.1 no such user"));
    Keys.as("notifier").get(path).then().statusCode(403);
    Keys.as("operator")
        .accept("text/plain")
        .get(path.replace(delivery, id))
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("detail", containsString("no delivery with this id"));
  }

  @Test
  void aGreylistedMailIsTriedAgainLater() {
    server.once("RCPT", Answer.reply("451 4.7.1 greylisted, try again later"));
    String id = post("kim@example.com");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                request()
                    .get("/notifications/" + id)
                    .then()
                    .body("deliveries[0].state", equalTo("queued"))
                    .body("deliveries[0].attempts[0].outcome", equalTo("transient"))
                    .body("deliveries[0].nextAttemptAt", notNullValue()));
  }

  @Test
  void aChangeOfSettingsTakesEffectOnTheNextMail() {
    awaitState(post("kim@example.com"), "sent");
    try (ScriptedSmtpServer next =
        ScriptedSmtpServer.implicit(ca.leaf("localhost")).login("workherald", "secret")) {
      ServerInUse.set(next, "implicit");
      awaitState(post("kim@example.com"), "sent");
      assertThat(server.mails()).hasSize(1);
      assertThat(next.mails()).hasSize(1);
    }
  }

  private static RequestSpecification request() {
    return Keys.as("admin");
  }

  private static String post(String email) {
    return request()
        .body(Samples.notification("4711", email))
        .post("/notifications")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  /** The reason of an earlier pause may stand there until the settings of this test were tried. */
  private static void awaitHeld(String id, String reason) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                request()
                    .get("/notifications/" + id)
                    .then()
                    .body("deliveries[0].state", equalTo("held"))
                    .body("deliveries[0].reason", containsString(reason)));
  }

  private static ValidatableResponse awaitState(String id, String state) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                request()
                    .get("/notifications/" + id)
                    .then()
                    .body("deliveries[0].state", equalTo(state)));
    return request().get("/notifications/" + id).then();
  }
}
