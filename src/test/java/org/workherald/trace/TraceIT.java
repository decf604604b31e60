package org.workherald.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.trace.v1.Span;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.PackagedService;
import org.workherald.Samples;
import org.workherald.smtp.Answer;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TestCa;

/**
 * The trace of a POST goes on when its mails go out, in the log of the packaged service always, and
 * to a collector when one is set.
 */
class TraceIT {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";
  private static final String PARENT = "00-" + TRACE + "-" + CALLER + "-01";

  private final TestCa ca = TestCa.create("Trace Root");
  private final ScriptedSmtpServer server =
      ScriptedSmtpServer.starttls(ca.leaf("localhost")).login("workherald", "secret");

  @TempDir Path folder;

  private PackagedService service;

  @BeforeEach
  void prepare() throws IOException {
    Path trust = Files.write(folder.resolve("root.pem"), ca.pem().getBytes(US_ASCII));
    service =
        new PackagedService(folder.resolve("data"))
            .with("WORKHERALD_SMTP_HOST", "localhost")
            .with("WORKHERALD_SMTP_PORT", server.port())
            .with("WORKHERALD_SMTP_FROM", "workflow@example.com")
            .with("WORKHERALD_SMTP_USERNAME", "workherald")
            .with("WORKHERALD_SMTP_PASSWORD", "secret")
            .with("WORKHERALD_TRUST_STORE", trust)
            .with("QUARKUS_LOG_CATEGORY__ORG_WORKHERALD__LEVEL", "DEBUG");
    server.on(
        "RCPT",
        session -> session.line().contains("nobody"),
        Answer.reply("550 5.1.1 nobody@example.com is not known"));
  }

  @AfterEach
  void close() {
    service.close();
    server.close();
  }

  @Test
  void oneTraceShowsWhatAPostLeadsTo() {
    try (TraceReceiver receiver = new TraceReceiver()) {
      service
          .with("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint())
          .with("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms")
          .start();
      String sent =
          post(PARENT, "kim@example.com").body("trace", equalTo(TRACE)).extract().path("id");
      String refused = post(null, "nobody@example.com").extract().path("id");
      String unwatched = post(PARENT.replace("-01", "-00"), "lee@example.com").extract().path("id");
      service.request().queryParam("recipient", "kim@example.com").get("/notifications");
      service.request().get("/users/kim@example.com");
      service.request().body("{ \"event\": \"kim@example.com\" }").post("/notifications");
      service.request().get("/q/health");
      awaitState(sent, "sent");
      awaitState(refused, "failed");
      awaitState(unwatched, "sent");
      await().untilAsserted(() -> assertThat(receiver.spans("send")).hasSize(2));
      String made = trace(refused);
      // Whatever it still has goes out when it stops.
      service.stop();
      assertThat(receiver.paths()).containsExactly("/v1/traces");
      Span post =
          receiver.spans("POST /notifications").stream()
              .filter(span -> TraceReceiver.trace(span).equals(TRACE))
              .findFirst()
              .orElseThrow();
      assertThat(TraceReceiver.parent(post)).isEqualTo(CALLER);
      for (String name : List.of("accept", "render", "send")) {
        List<Span> spans = ofNotification(receiver, name, sent);
        assertThat(spans).as(name).hasSize(1);
        assertThat(TraceReceiver.trace(spans.get(0))).isEqualTo(TRACE);
        assertThat(TraceReceiver.parent(spans.get(0))).isEqualTo(TraceReceiver.id(post));
        assertThat(ofNotification(receiver, name, unwatched)).isEmpty();
      }
      Span failed = ofNotification(receiver, "send", refused).get(0);
      assertThat(TraceReceiver.trace(failed)).isEqualTo(made);
      assertThat(TraceReceiver.attribute(failed, "error.type")).isEqualTo("recipient-refused");
      assertThat(TraceReceiver.attribute(failed, "smtp.response.status_code")).isEqualTo("550");
      assertThat(TraceReceiver.attribute(failed, "server.port")).isEqualTo("" + server.port());
      assertThat(receiver.spans())
          .extracting(Span::toString)
          .noneMatch(span -> span.contains("example.com") || span.contains("Approve invoice"))
          .noneMatch(span -> span.contains("/q/health"));
      // Exceptions would be events, and their messages quote what callers sent.
      assertThat(receiver.spans()).allMatch(span -> span.getEventsCount() == 0);
      assertThat(traces("Sent (250)", unwatched)).containsExactly(TRACE);
    }
  }

  /** The package has few of the libraries of gRPC: those that this needs. */
  @Test
  void tracesGoOutOverGrpcToo() {
    try (TraceReceiver receiver = new TraceReceiver()) {
      service
          .with("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint())
          .with("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
          .with("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms")
          .start()
          .request()
          .get("/smtp");
      await().untilAsserted(() -> assertThat(receiver.spans("GET /smtp")).hasSize(1));
      assertThat(service.errors()).isEmpty();
      assertThat(service.log()).noneMatch(line -> line.contains("xport"));
    }
  }

  @Test
  void theLogAloneKeepsTheTraceWhenNobodyWatches() throws Exception {
    service.start();
    String sent =
        post(PARENT, "kim@example.com").body("trace", equalTo(TRACE)).extract().path("id");
    String other = post(null, "lee@example.com").body("trace", nullValue()).extract().path("id");
    awaitState(sent, "sent").body("trace", equalTo(TRACE));
    awaitState(other, "sent").body("trace", nullValue());
    assertThat(traces("Accepted, with 1 deliveries", sent)).containsExactly(TRACE);
    assertThat(traces("Sent (250)", sent)).containsExactly(TRACE);
    assertThat(traces("Accepted, with 1 deliveries", other)).containsExactly("");
    assertThat(traces("Sent (250)", other)).containsExactly("");
    assertThat(threads())
        .noneMatch(name -> name.startsWith("Batch") || name.startsWith("Periodic"));
    abuse();
    answersAgainWhatItAnsweredFirst();
    aConnectionKeptOpenKeepsNoTrace();
    assertThat(service.errors()).isEmpty();
  }

  /** Headers that are no trace are as good as none, and harm nothing. */
  private void abuse() {
    for (String parent :
        List.of("", "x", "00-" + "0".repeat(32) + "-" + CALLER + "-01", "y".repeat(6_000))) {
      post(parent, "kim@example.com").body("trace", nullValue());
    }
    posting("kim@example.com")
        .headers("traceparent", PARENT, "traceparent", PARENT.replace(CALLER, "0123456789abcdef"))
        .post("/notifications")
        .then()
        .statusCode(202)
        .body("trace", nullValue());
    posting("kim@example.com")
        .header("traceparent", PARENT)
        .header("tracestate", "a=" + "é".repeat(2_000))
        .post("/notifications")
        .then()
        .statusCode(202)
        .body("trace", equalTo(TRACE));
  }

  private void answersAgainWhatItAnsweredFirst() {
    String other = PARENT.replace(TRACE, "0123456789abcdef0123456789abcdef");
    for (String parent : List.of(PARENT, other)) {
      posting("kim@example.com")
          .header("Idempotency-Key", "once")
          .header("traceparent", parent)
          .post("/notifications")
          .then()
          .statusCode(202)
          .body("trace", equalTo(TRACE));
    }
    String id =
        service
            .request()
            .header("traceparent", other)
            .body(
                "{ \"notifications\": [ %s ] }"
                    .formatted(Samples.notification("4712", "kim@example.com")))
            .post("/notifications/batch")
            .then()
            .statusCode(202)
            .extract()
            .path("results[0].id");
    assertThat(trace(id)).isEqualTo("0123456789abcdef0123456789abcdef");
  }

  private void aConnectionKeptOpenKeepsNoTrace() throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/notifications"))
            .header("Authorization", "Bearer " + PackagedService.ADMIN_KEY)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    Samples.notification("4713", "kim@example.com")));
    HttpRequest with = request.copy().header("traceparent", PARENT).build();
    for (int i = 0; i < 5; i++) {
      client.send(with, HttpResponse.BodyHandlers.ofString());
      String body = client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
      JsonNode answer = new ObjectMapper().readTree(body);
      assertThat(answer.has("trace")).isFalse();
      assertThat(traces("Accepted, with 1 deliveries", answer.get("id").asText()))
          .containsExactly("");
    }
  }

  private ValidatableResponse post(String parent, String email) {
    RequestSpecification request = posting(email);
    if (parent != null) {
      request.header("traceparent", parent);
    }
    return request.post("/notifications").then().statusCode(202);
  }

  private RequestSpecification posting(String email) {
    return service.request().body(Samples.notification("4711", email));
  }

  private ValidatableResponse awaitState(String id, String state) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> read(id).body("deliveries[0].state", equalTo(state)));
    return read(id);
  }

  private ValidatableResponse read(String id) {
    return service.request().get("/notifications/" + id).then();
  }

  private String trace(String id) {
    return read(id).extract().path("trace");
  }

  private static List<Span> ofNotification(TraceReceiver receiver, String name, String id) {
    return receiver.spans(name).stream()
        .filter(span -> id.equals(TraceReceiver.attribute(span, "workherald.notification")))
        .toList();
  }

  /** What the log lines with this message about a notification have as their trace. */
  private List<String> traces(String message, String notification) {
    // Read by a thread beside this one.
    return await().until(() -> found(message, notification), found -> !found.isEmpty());
  }

  private List<String> found(String message, String notification) {
    return service.log().stream()
        .map(TraceIT::members)
        .filter(line -> message.equals(line.get("message")))
        .filter(line -> notification.equals(line.get("notification")))
        .map(line -> (String) line.getOrDefault("trace", ""))
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> members(String line) {
    try {
      return new ObjectMapper().readValue(line, Map.class);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  /** Their names, as far as the system tells; none where it does not. */
  private List<String> threads() throws IOException {
    Path tasks = Path.of("/proc/" + service.pid() + "/task");
    if (!Files.exists(tasks)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(tasks)) {
      return all.map(
              task -> {
                try {
                  return Files.readString(task.resolve("comm"));
                } catch (IOException e) {
                  return "";
                }
              })
          .toList();
    }
  }
}
