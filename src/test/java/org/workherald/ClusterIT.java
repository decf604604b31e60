package org.workherald;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TestCa;

/** Two instances on one PostgreSQL share the work, and what is set on one holds on the other. */
class ClusterIT {

  private static final int EACH = 300;

  @TempDir Path folder;

  @Test
  void eachNotificationIsSentOnceByOneOfTwoInstances() throws Exception {
    TestCa ca = TestCa.create("Cluster Root");
    Path key =
        Files.writeString(
            folder.resolve("encryption.key"), Base64.getEncoder().encodeToString(new byte[32]));
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        ScriptedSmtpServer server =
            ScriptedSmtpServer.starttls(ca.leaf("localhost"))
                .login("workherald", "secret")
                .delay(Duration.ofMillis(2));
        PackagedService one = instance("one", postgres, key).start();
        PackagedService two = instance("two", postgres, key).start()) {
      // Set on one instance, in force on both.
      one.request()
          .body(
              """
              { "host": "localhost", "port": %d, "from": "workflow@example.com",
                "auth": "password", "username": "workherald", "password": "secret" }
              """
                  .formatted(server.port()))
          .put("/smtp")
          .then()
          .statusCode(200);
      two.request()
          .contentType("application/x-pem-file")
          .body(ca.pem().getBytes(java.nio.charset.StandardCharsets.US_ASCII))
          .post("/trust/certificates")
          .then()
          .statusCode(200);
      post(one, 0);
      post(two, EACH);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(server.mails().stream().map(Mails::workItem).distinct())
                      .hasSize(2 * EACH));
      one.request().get("/smtp").then().body("status", equalTo("ok"));
      assertThat(one.stop()).isEqualTo(143);
      assertThat(two.stop()).isEqualTo(143);
      assertThat(server.mails()).hasSize(2 * EACH);
    }
  }

  private PackagedService instance(String name, EmbeddedPostgres postgres, Path key) {
    return new PackagedService(folder.resolve(name))
        .with("WORKHERALD_DATABASE_URL", postgres.getJdbcUrl("postgres", "postgres"))
        .with("WORKHERALD_DATABASE_USERNAME", "postgres")
        .with("WORKHERALD_DATABASE_PASSWORD", "postgres")
        .with("WORKHERALD_ENCRYPTION_KEY_FILE", key);
  }

  private static void post(PackagedService service, int first) {
    String notifications =
        IntStream.range(first, first + EACH)
            .mapToObj(n -> Samples.notification("item-" + n, "kim@example.com"))
            .collect(Collectors.joining(","));
    service
        .request()
        .body("{ \"notifications\": [" + notifications + "] }")
        .post("/notifications/batch")
        .then()
        .statusCode(202);
  }
}
