package org.workherald.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;
import org.workherald.PackagedService;

/** Calls a service that may die meanwhile. */
final class Api {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * @param body {@code null} when it is no JSON
   */
  record Reply(int status, JsonNode body, boolean replayed, boolean retryAfter) {}

  Reply post(int port, String path, String body, String idempotencyKey)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(port, path).POST(BodyPublishers.ofString(body));
    if (idempotencyKey != null) {
      request.header("Idempotency-Key", idempotencyKey);
    }
    return send(request);
  }

  Reply delete(int port, String path) throws IOException, InterruptedException {
    return send(request(port, path).DELETE());
  }

  Reply get(int port, String path) throws IOException, InterruptedException {
    return send(request(port, path).GET());
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + PackagedService.ADMIN_KEY)
        .header("Content-Type", "application/json");
  }

  private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    String type = response.headers().firstValue("Content-Type").orElse("");
    return new Reply(
        response.statusCode(),
        type.contains("json") ? JSON.readTree(response.body()) : null,
        response.headers().firstValue("Idempotency-Replayed").isPresent(),
        response.headers().firstValue("Retry-After").isPresent());
  }

  /** A notification about a work item of its own to these addresses. */
  static String notification(String workItem, Collection<String> addresses) {
    return """
        { "event": "step.assigned",
          "workItem": { "id": "%1$s", "subject": "Approve %1$s", "priority": "%2$s" },
          "recipients": [ %3$s ] }
        """
        .formatted(
            workItem,
            workItem.endsWith("7") ? "high" : "normal",
            addresses.stream()
                .map(address -> "{ \"email\": \"" + address + "\" }")
                .collect(Collectors.joining(", ")));
  }
}
