package org.workherald;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.restassured.response.ValidatableResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that can send nothing, up to its limits: it says so, and stays of use. */
class BacklogIT {

  private static final String ONE = Samples.notification("item-1", "kim@example.com");
  private static final String THREE =
      "{ \"notifications\": [ %s, %s, %s ] }".formatted(ONE, ONE, ONE);

  @TempDir Path folder;

  @Test
  void aFullOutboxTakesNoMore() {
    try (PackagedService service = service().with("WORKHERALD_OUTBOX_MAX_QUEUED", 4).start()) {
      post(service, "/notifications/batch", THREE).statusCode(202).body("results", hasSize(3));

      refused(post(service, "/notifications/batch", THREE), "4 mails");
      String id = post(service, "/notifications", ONE).statusCode(202).extract().path("id");
      refused(post(service, "/notifications", ONE), "4 mails");

      isOfUse(service, id, "backlog");
    }
  }

  @Test
  void aDiskThatIsNearlyFullIsLeftToTheOutcomes() {
    try (PackagedService service =
        service().with("WORKHERALD_STORE_MIN_FREE", "9999999G").start()) {
      refused(post(service, "/notifications", ONE), "disk");
      refused(post(service, "/notifications/batch", THREE), "disk");

      isOfUse(service, null, "disk");
    }
  }

  private PackagedService service() {
    return new PackagedService(folder).with("WORKHERALD_DELIVERY_ENABLED", false);
  }

  private static ValidatableResponse post(PackagedService service, String path, String body) {
    return service.request().body(body).post(path).then();
  }

  private static void refused(ValidatableResponse answer, String why) {
    answer
        .statusCode(503)
        .contentType("application/problem+json")
        .header("Retry-After", "60")
        .body("detail", containsString(why));
  }

  /** Whoever has to mend it must get through. */
  private static void isOfUse(PackagedService service, String id, String full) {
    service.request().get("/q/health/ready").then().statusCode(200);
    service
        .request()
        .get("/q/health/well")
        .then()
        .statusCode(503)
        .body("checks.find { it.name == 'outbox' }.data.full", equalTo(full));
    service
        .request()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .body(containsString("workherald_outbox_room 0.0"));
    if (id != null) {
      service.request().get("/notifications/" + id).then().statusCode(200);
      service
          .request()
          .delete("/notifications/" + id)
          .then()
          .statusCode(200)
          .body("deliveries[0].state", equalTo("cancelled"));
    }
  }
}
