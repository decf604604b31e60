package org.workherald.smtp;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.workherald.access.Keys;

/** Where the check shows. What it says is the matter of {@link SmtpWatchTest}. */
@QuarkusTest
class SmtpHealthTest {

  @Test
  void showsInHealthAndWellnessAndNotInReadiness() {
    given().get("/q/health").then().body("checks.name", hasItem("smtp-tls"));
    given().get("/q/health/well").then().body("checks.name", hasItem("smtp-tls"));
    given().get("/q/health/ready").then().body("checks.name", not(hasItem("smtp-tls")));
    assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void tellsOnlyOperatorsHowWeAreConnected() {
    String check = "checks.find { it.name == 'smtp-tls' }.data";
    await()
        .untilAsserted(
            () -> {
              given().get("/q/health").then().body(check + ".cause", notNullValue());
              given().get("/q/health").then().body(check + ".checkedAt", nullValue());
              Keys.as("operator")
                  .get("/q/health")
                  .then()
                  .body(check + ".checkedAt", notNullValue());
            });
  }
}
