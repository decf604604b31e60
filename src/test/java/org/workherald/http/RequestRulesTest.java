package org.workherald.http;

import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workherald.access.Keys;

@QuarkusTest
class RequestRulesTest {

  @ParameterizedTest
  @CsvSource({"/keys/%00", "/trust/certificates/%00", "/users/a%00b"})
  void aNulInAPathIsABadRequest(String path) {
    Keys.as("admin")
        .urlEncodingEnabled(false)
        .delete(path)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("status", equalTo(400));
  }

  @ParameterizedTest
  @CsvSource({"%2B999999999-12-31T23:59:59Z", "-0001-01-01T00:00:00Z"})
  void anInstantOutOfBoundsIsABadRequest(String since) {
    Keys.as("admin")
        .urlEncodingEnabled(false)
        .get("/notifications?since=" + since)
        .then()
        .statusCode(400)
        .body("violations[0].field", equalTo("since"));
  }
}
