package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.Mails;
import org.workherald.access.Keys;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TestCa;

/** The doctor over HTTP: for whom, on what, and what is left of it. */
@QuarkusTest
class SmtpTestResourceTest {

  @TestHTTPResource("/smtp/test")
  URI address;

  private final TestCa ca = TestCa.create("Doctor Root");
  private final ScriptedSmtpServer server =
      ScriptedSmtpServer.starttls(ca.intermediate("Doctor Sub").leaf("localhost"))
          .login("workherald", "secret");

  @AfterEach
  void tearDown() {
    new ServerInUse().close();
    server.close();
  }

  private static ValidatableResponse test(Object body) {
    return Keys.as("operator").body(body).post("/smtp/test").then();
  }

  /** Settings for the server, with changes: keys and values in turn, null takes one out. */
  private Map<String, Object> candidate(Object... changes) {
    Map<String, Object> order =
        new HashMap<>(
            Map.of(
                "host", "localhost",
                "port", server.port(),
                "from", "workflow@example.com",
                "username", "workherald",
                "password", "secret"));
    for (int i = 0; i < changes.length; i += 2) {
      order.put((String) changes[i], changes[i + 1]);
      order.values().remove(null);
    }
    return order;
  }

  @Test
  void theSettingsInForceNeedNoBody() throws Exception {
    ServerInUse.trusted(ca, server);
    HttpRequest bare =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + Keys.of("operator"))
            .POST(BodyPublishers.noBody())
            .build();
    var answer = HttpClient.newHttpClient().send(bare, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"ok\":true", "Mail can be sent.").doesNotContain("secret");
    test("{}").statusCode(200).body("ok", is(true)).body("steps", hasSize(8));
    assertThat(server.mails()).isEmpty();
  }

  @Test
  void aTestMailSaysWhatItIs() {
    ServerInUse.trusted(ca, server);
    test("{ \"recipient\": \"jürgen@example.com\" }")
        .statusCode(200)
        .body("ok", is(true))
        .body("steps.step", hasItem("message"))
        .body("advice", startsWith("The test mail was accepted (250 "))
        .body("chain", hasSize(2));
    assertThat(server.mails()).hasSize(1);
    ScriptedSmtpServer.Mail mail = server.mails().get(0);
    assertThat(mail.recipients()).containsExactly("jürgen@example.com");
    assertThat(mail.from()).isEqualTo("workflow@example.com");
    assertThat(Mails.subject(mail)).startsWith("Test mail");
    assertThat(Mails.header(mail, "From")).isEqualTo("Workflow Engine <workflow@example.com>");
    assertThat(Mails.header(mail, "Auto-Submitted")).isEqualTo("auto-generated");
    assertThat(Mails.header(mail, "Message-ID")).endsWith("@example.com>");
    assertThat(Mails.text(mail))
        .contains("This is a test", "localhost:" + server.port(), "TLSv1.3", "[127.0.0.1]");
  }

  @Test
  void withoutSettingsItSaysHowToSetThem() {
    test("{}")
        .statusCode(200)
        .body("ok", is(false))
        .body("steps", hasSize(1))
        .body("steps[0].step", equalTo("resolve"))
        .body("steps[0].cause", equalTo("unconfigured"))
        .body("advice", containsString("PUT /smtp"))
        .body("chain", empty());
  }

  @Test
  void othersAreTriedAndNotStored() {
    ValidatableResponse found = test(candidate()).statusCode(200);
    found
        .body("ok", is(false))
        .body(
            "steps.step",
            equalTo(List.of("resolve", "connect", "greeting", "starttls", "certificate")))
        .body("steps[4].cause", equalTo("untrusted-issuer"))
        .body("steps[4].detail", containsString("Doctor Root"))
        .body("chain[0].subject", containsString("CN=localhost"))
        .body("chain[1].subject", containsString("CN=Doctor Sub"));
    assertThat(found.extract().<String>path("advice"))
        .contains(found.extract().<String>path("chain[1].fingerprint"));
    assertThat(found.extract().asString()).doesNotContain("secret");
    ServerInUse.trust(ca);
    test(candidate("recipient", "kim@example.com"))
        .statusCode(200)
        .body("ok", is(true))
        .body("advice", containsString("store these settings with PUT /smtp"));
    assertThat(server.mails()).hasSize(1);
    Keys.as("operator").get("/smtp").then().body("status", equalTo("unconfigured"));
  }

  @Test
  void thePasswordInForceGoesToItsOwnServerAlone() {
    ServerInUse.trusted(ca, server);
    test(candidate("password", null)).statusCode(200).body("ok", is(true));
    try (ScriptedSmtpServer other =
        ScriptedSmtpServer.starttls(ca.leaf("localhost")).login("workherald", "secret")) {
      for (Object[] change :
          new Object[][] {
            {"host", "127.0.0.1"}, {"port", other.port()}, {"username", "lee@example.com"}
          }) {
        test(candidate("password", null, change[0], change[1]))
            .statusCode(422)
            .body("violations.field", hasItem("password"));
      }
      assertThat(other.sessions()).isEmpty();
    }
  }

  @Test
  void refusesWhatCannotBeApplied() {
    test(candidate("host", "mail.example.com", "tls", "none"))
        .statusCode(422)
        .body("violations.field", hasItem("tls"));
    test(candidate("from", "WorkflowEngine"))
        .statusCode(422)
        .body("violations.field", hasItem("from"));
    assertThat(server.sessions()).isEmpty();
  }

  @Test
  void tellsAllThatIsWrongWithTheBody() {
    test(candidate("hots", "x", "recipient", "kim@example.com\r\nBcc: x", "port", 0))
        .statusCode(400)
        .body("violations.field", containsInAnyOrder("hots", "recipient", "port"));
    test("{ \"recipient\": [] }").statusCode(400).body("violations.field", hasItem("recipient"));
    test("[]").statusCode(400);
    test("{").statusCode(400);
    test("{ \"recipient\": null }").statusCode(200).body("ok", is(false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"notifier", "user"})
  void othersMayNot(String role) {
    Keys.as(role).body("{}").post("/smtp/test").then().statusCode(403);
  }

  @Test
  void anAdminMayAndItIsWrittenDown() {
    Keys.as("admin").body(candidate()).post("/smtp/test").then().statusCode(200);
    Keys.as("admin")
        .get("/audit?action=smtp.tested&limit=1")
        .then()
        .statusCode(200)
        .body("entries[0].action", equalTo("smtp.tested"))
        .body("entries[0].subject", equalTo("localhost:" + server.port()))
        .body("entries[0].detail", startsWith("other settings; tls starttls"));
  }
}
