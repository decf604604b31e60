package org.workherald;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TestCa;

/**
 * The packaged jar by itself: nothing of dev mode in it, and mail server and trust set over HTTP
 * while it runs.
 */
class PackagedIT {

  @TempDir Path folder;

  @Test
  void holdsMailsUntilAServerIsSetAndTrusted() throws IOException {
    TestCa ca = TestCa.create("Packaged Root");
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.starttls(ca.leaf("localhost")).login("workherald", "secret");
        PackagedService service = new PackagedService(folder).start()) {
      String id =
          service
              .request()
              .body(Samples.notification("item-1", "kim@example.com"))
              .post("/notifications")
              .then()
              .statusCode(202)
              .extract()
              .path("id");
      awaitState(service, id, "held");
      service
          .request()
          .body(
              """
              { "host": "STARTTLS:localhost", "port": %d, "from": "workflow@example.com",
                "auth": "password", "username": "workherald", "password": "secret" }
              """
                  .formatted(server.port()))
          .put("/smtp")
          .then()
          .statusCode(200);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  service
                      .request()
                      .get("/smtp")
                      .then()
                      .body("status", equalTo("paused"), "passwordSet", equalTo(true)));
      service
          .request()
          .contentType("application/x-pem-file")
          .body(ca.pem().getBytes(StandardCharsets.US_ASCII))
          .post("/trust/certificates")
          .then()
          .statusCode(200);
      awaitState(service, id, "sent");
      assertThat(server.mails()).hasSize(1);
      service.request().get("/dev/mails").then().statusCode(404);
      describesItsApiAsBuilt(service, "YAML", "application/yaml");
      describesItsApiAsBuilt(service, "JSON", "application/json");
      assertThat(service.stop()).isEqualTo(143);
      assertThat(String.join("\n", service.log()).replace("\\\"", "\""))
          .doesNotContain(
              "kim@example.com", "Approve invoice", "\"secret\"", PackagedService.ADMIN_KEY);
      assertThat(service.log()).allSatisfy(PackagedIT::isOneObject);
    }
  }

  /** What collectors get: no more than an operator asks for, and nothing else on the output. */
  private static void isOneObject(String line) throws IOException {
    Map<?, ?> members = new ObjectMapper().readValue(line, Map.class);
    assertThat(members.keySet().stream().map(String::valueOf))
        .contains("timestamp", "level", "loggerName", "message")
        .isSubsetOf(
            "timestamp",
            "level",
            "loggerName",
            "message",
            "stackTrace",
            "notification",
            "delivery",
            "trace");
    assertThat((String) members.get("timestamp")).endsWith("Z");
  }

  /** To everybody, and byte by byte: written anew, its members would stand in another order. */
  private static void describesItsApiAsBuilt(PackagedService service, String name, String type)
      throws IOException {
    URL[] jar = {Path.of(System.getProperty("workherald.jar")).toUri().toURL()};
    try (var classPath = new URLClassLoader(jar, null);
        var built =
            classPath.getResourceAsStream("META-INF/quarkus-generated-openapi-doc." + name)) {
      assertThat(
              given()
                  .accept(type)
                  .get("http://127.0.0.1:" + service.port() + "/q/openapi")
                  .then()
                  .statusCode(200)
                  .contentType(type + ";charset=UTF-8")
                  .extract()
                  .asByteArray())
          .isEqualTo(built.readAllBytes());
    }
  }

  @Test
  void hasNoneOfTheLibrariesOfDevMode() throws Exception {
    Path libraries = Path.of(System.getProperty("workherald.jar")).resolveSibling("lib/main");
    try (Stream<Path> jars = Files.list(libraries)) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .noneMatch(name -> name.contains("subethasmtp") || name.contains("bcpkix"));
    }
  }

  private static void awaitState(PackagedService service, String id, String state) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                service
                    .request()
                    .get("/notifications/" + id)
                    .then()
                    .body("deliveries[0].state", equalTo(state)));
  }
}
