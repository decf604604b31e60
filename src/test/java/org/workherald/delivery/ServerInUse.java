package org.workherald.delivery;

import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import org.workherald.access.Keys;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TestCa;

/** A mail server set over HTTP for as long as a test needs it, as an administrator would. */
final class ServerInUse implements AutoCloseable {

  ServerInUse() {}

  static ServerInUse trusted(TestCa ca, ScriptedSmtpServer server) {
    trust(ca);
    return untrusted(server);
  }

  static ServerInUse untrusted(ScriptedSmtpServer server) {
    set(server, "starttls");
    return new ServerInUse();
  }

  static void set(ScriptedSmtpServer server, String tls) {
    withRevision()
        .body(
            """
            { "host": "localhost", "port": %d, "tls": "%s",
              "from": "workflow@example.com", "fromName": "Workflow Engine",
              "auth": "password", "username": "workherald", "password": "secret" }
            """
                .formatted(server.port(), tls))
        .put("/smtp")
        .then()
        .statusCode(200);
  }

  static void trust(TestCa ca) {
    Keys.as("admin")
        .contentType("application/x-pem-file")
        .body(ca.pem().getBytes(StandardCharsets.US_ASCII))
        .post("/trust/certificates")
        .then()
        .statusCode(200);
  }

  /**
   * Back to the deployment's settings, which in tests are none; what is left of the test's mails is
   * cancelled.
   */
  @Override
  public void close() {
    Keys.as("admin").delete("/notifications?workItem=4711");
    withRevision().delete("/smtp");
  }

  private static RequestSpecification withRevision() {
    String etag = Keys.as("admin").get("/smtp").header("ETag");
    return Keys.as("admin").header("If-Match", etag);
  }
}
