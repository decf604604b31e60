package org.workherald.smtp;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

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
}
