package org.workherald;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TestCa;
import org.workherald.store.DatabaseFixture;

/**
 * Makes the fixture of a release, when told its name: {@code src/test/resources/database/README.md}
 * says when. The packaged jar itself fills every table.
 */
@EnabledIfSystemProperty(named = "fixture", matches = ".+")
class FixtureIT {

  @TempDir Path folder;

  @Test
  void makesTheFixture() throws Exception {
    TestCa ca = TestCa.create("Fixture Root");
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.starttls(ca.leaf("localhost")).login("workherald", "secret");
        PackagedService service =
            new PackagedService(folder).with("WORKHERALD_DELIVERY_TRANSCRIPTS", "all").start()) {
      post(service, "fixture-cancelled");
      service
          .request()
          .queryParam("workItem", "fixture-cancelled")
          .delete("/notifications")
          .then()
          .statusCode(200);
      put(service, "/users/kim", "{ \"email\": \"kim@example.com\", \"locale\": \"de\" }");
      put(
          service,
          "/templates/step.assigned/en",
          "{ \"subject\": \"{prefix} {item.subject}\", \"text\": \"{news}\" }");
      put(
          service,
          "/smtp",
          """
          { "host": "localhost", "port": %d, "from": "workflow@example.com",
            "auth": "password", "username": "workherald", "password": "secret" }
          """
              .formatted(server.port()));
      service
          .request()
          .contentType("application/x-pem-file")
          .body(ca.pem().getBytes(StandardCharsets.US_ASCII))
          .post("/trust/certificates")
          .then()
          .statusCode(200);
      service
          .request()
          .body("{ \"name\": \"fixture\", \"roles\": [\"notifier\"] }")
          .post("/keys")
          .then()
          .statusCode(201);
      post(service, "fixture-sent");
      awaitSent(service);
      service.stop();
    }
    DatabaseFixture.make(System.getProperty("fixture"), folder);
  }

  private static void put(PackagedService service, String path, String body) {
    service.request().body(body).put(path).then().statusCode(200);
  }

  private static void post(PackagedService service, String workItem) {
    service
        .request()
        .header("Idempotency-Key", workItem)
        .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        .header("tracestate", "vendor=value")
        .body(Samples.notification(workItem, "kim@example.com"))
        .post("/notifications")
        .then()
        .statusCode(202);
  }

  private static void awaitSent(PackagedService service) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                service
                    .request()
                    .queryParam("workItem", "fixture-sent")
                    .get("/notifications")
                    .then()
                    .body("notifications[0].deliveries[0].state", equalTo("sent")));
  }
}
