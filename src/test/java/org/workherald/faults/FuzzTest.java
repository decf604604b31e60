package org.workherald.faults;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.workherald.Samples;
import org.workherald.access.Keys;
import org.workherald.access.Roles;

/**
 * Every operation that the API's description knows is sent thousands of odd requests. None may be
 * answered by a fault of ours, nor tell of our inside, nor hang. Run one again with {@code
 * -Dfuzz.seed=}.
 */
@QuarkusTest
class FuzzTest {

  private static final int SHOTS = Integer.getInteger("fuzz.shots", 1_500);

  @Test
  void nothingBreaksIt() throws Exception {
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    System.out.println("fuzz.seed=" + seed);
    String openapi = given().queryParam("format", "json").get("/q/openapi").asString();
    JsonNode api = new ObjectMapper().readTree(openapi);
    Map<String, String> keys = new TreeMap<>();
    for (String role : RequestNoise.ROLES) {
      keys.put(role, role.equals(Roles.ADMIN) ? Keys.admin() : Keys.of(role));
    }
    Fuzz fuzz = new Fuzz(api, keys, RestAssured.port, seed);
    fuzz.fire(0, SHOTS);
    System.out.println("fuzz " + fuzz.statuses());
    assertThat(fuzz.complaints()).as("fuzz.seed=" + seed).isEmpty();
    assertThat(fuzz.statuses().keySet()).contains(200, 202, 400, 401, 403, 404, 422);
    given().get("/q/health/ready").then().statusCode(200);
    Keys.as(Roles.NOTIFIER)
        .body(Samples.notification("fuzz", "kim@example.com"))
        .post("/notifications")
        .then()
        .statusCode(202);
  }

  /** Other tests use the same service. */
  @AfterEach
  void tidyUp() {
    Keys.as(Roles.ADMIN).header("If-Match", "*").delete("/smtp");
    for (String state : List.of("queued", "held")) {
      List<String> ids;
      do {
        ids =
            Keys.as(Roles.ADMIN)
                .queryParam("state", state)
                .queryParam("limit", 200)
                .get("/notifications")
                .path("notifications.id");
        ids.forEach(id -> Keys.as(Roles.ADMIN).delete("/notifications/" + id));
      } while (!ids.isEmpty());
    }
  }
}
