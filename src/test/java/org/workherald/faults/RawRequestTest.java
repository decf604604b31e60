package org.workherald.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workherald.access.Keys;

/** What the fuzz has found once, and what no HTTP client would send. */
@QuarkusTest
class RawRequestTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The empty part with the trailers was read as a fault of the body's stream.
        "POST /keys | Host: x~Content-Type: application/json~Transfer-Encoding: chunked~~2~{}~0~X: y~~ | 400",
        "GET /keys | ~ | 400",
        "GET /keys | Host: a b~~ | 400",
        "GET /keys | Host: a:99999999~~ | 400",
        "GET * | Host: x~~ | 404",
        "GET /trust/certificates | Host: x~Content-Type: ;~~ | 400",
        "GET /trust/certificates | Host: x~Content-Type: ~~ | 400",
        "POST /keys | Host: x~Content-Type: application/json~Content-Encoding: gzip~Content-Length: 2~~{} | 415"
      })
  void aStrangeRequestIsAProblem(String line, String rest, int status) throws IOException {
    Reply reply = send(line, "Authorization: Bearer " + Keys.admin() + "~" + rest);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    assertThat(reply.text()).contains("\"detail\":\"").doesNotContain("Error id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /no/such/path | ~",
        "PATCH /keys | ~",
        "GET /keys | Accept: application/xml~~",
        "GET /keys | Content-Type: ;~~",
        "GET /users/%00 | ~",
        "POST /trust/certificates | Content-Type: text/plain~Content-Length: 2~~{}",
        "POST /keys | Content-Encoding: gzip~Content-Length: 2~~{}"
      })
  void whoeverHasNoKeyLearnsNothing(String line, String rest) throws IOException {
    assertThat(send(line, "Host: x~" + rest).status()).isEqualTo(401);
  }

  private static Reply send(String line, String rest) throws IOException {
    String request = line + " HTTP/1.1~" + rest;
    try (Caller caller = new Caller(RestAssured.port, Duration.ofSeconds(20))) {
      return caller.exchange(request.replace("~", "\r\n").getBytes(ISO_8859_1), false);
    }
  }
}
