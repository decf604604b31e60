package org.workherald.dev;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.workherald.access.Keys;

/** Outside dev mode there is nothing of it. */
@QuarkusTest
class DevModeOnlyTest {

  @Test
  void hasNoEndpoint() {
    Keys.as("admin").get("/dev/mails").then().statusCode(404);
  }

  @Test
  void isNotDocumented() {
    given().get("/q/openapi").then().statusCode(200).body(not(containsString("/dev/")));
  }
}
