package org.workherald;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TestCa;

/** Two instances on one PostgreSQL share the work, and what is set on one holds on the other. */
class ClusterIT {

  private static final int EACH = 300;
  private static final int KEYS = 20;

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
      assertSeenOnTheOther(one, two, ca);
      assertOneNotificationForEachKey(one, two);
      post(one, 0);
      post(two, EACH);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(server.mails().stream().map(Mails::workItem).distinct())
                      .hasSize(2 * EACH + KEYS));
      one.request().get("/smtp").then().body("status", equalTo("ok"));
      assertThat(one.stop()).isEqualTo(143);
      assertThat(two.stop()).isEqualTo(143);
      assertThat(server.mails()).hasSize(2 * EACH + KEYS);
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

  /** Retrieved at one, approved at the other; both show the certificate and who did it. */
  private void assertSeenOnTheOther(PackagedService one, PackagedService two, TestCa ca) {
    try (ScriptedSmtpServer server =
        ScriptedSmtpServer.starttls(ca.intermediate("Cluster Sub").leaf("localhost"))) {
      String from = "{ \"host\": \"localhost\", \"port\": %d }".formatted(server.port());
      List<String> shown =
          one.request()
              .body(from)
              .post("/trust/retrieve")
              .then()
              .statusCode(200)
              .extract()
              .path("chain.fingerprint");
      String fingerprint = shown.get(1);
      two.request()
          .body("{ \"from\": %s, \"fingerprint\": \"%s\" }".formatted(from, fingerprint))
          .post("/trust/certificates")
          .then()
          .statusCode(200);
      await()
          .until(() -> one.request().get("/trust/certificates/" + fingerprint).statusCode() == 200);
      for (String action : List.of("trust.retrieved", "trust.added")) {
        for (PackagedService each : List.of(one, two)) {
          each.request()
              .queryParam("action", action)
              .get("/audit")
              .then()
              .statusCode(200)
              .body("entries", not(empty()));
        }
      }
    }
  }

  /** Posted to both at the same time. */
  private static void assertOneNotificationForEachKey(PackagedService one, PackagedService two) {
    for (int i = 0; i < KEYS; i++) {
      String key = "keyed-" + i;
      CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> postWith(key, one));
      CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> postWith(key, two));
      assertThat(first.join()).isEqualTo(second.join());
    }
  }

  private static String postWith(String key, PackagedService service) {
    return service
        .request()
        .header("Idempotency-Key", key)
        .body(Samples.notification(key, "kim@example.com"))
        .post("/notifications")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }
}
