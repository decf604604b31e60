package org.workherald.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.workherald.access.AdminKey;

/**
 * The service's own HTTP API, called as any admin would: dev mode has no other way in, so what it
 * sets up is set up as in production.
 */
@Singleton
@IfBuildProfile("dev")
class OwnApi {

  private static final String BASE = "workherald.dev.base";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpServer server;
  private final AdminKey key;
  private final ObjectMapper json;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  OwnApi(HttpServer server, AdminKey key, ObjectMapper json) {
    this.server = server;
    this.key = key;
    this.json = json;
  }

  /**
   * Where the API is to be found.
   *
   * @throws IllegalStateException when HTTP is not up yet
   */
  URI base() {
    try {
      var base = server.getLocalBaseUri();
      System.setProperty(BASE, base.toString());
      return base;
    } catch (IllegalArgumentException e) {
      // A live reload keeps the HTTP server of the first start, whose address only that start was
      // told. What survives a reload are the properties of the JVM.
      var base = System.getProperty(BASE);
      if (base == null) {
        throw new IllegalStateException("HTTP is not up yet", e);
      }
      return URI.create(base);
    }
  }

  /** The admin's key. */
  String key() {
    return key.value().orElseThrow(() -> new IllegalStateException("no admin key is known yet"));
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return json.readTree(send(request(path).GET()));
  }

  /**
   * @param revision to be replaced, or {@code null} when nothing is stored
   */
  void put(String path, Object body, String revision) throws IOException, InterruptedException {
    var request =
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
    if (revision != null) {
      request.header("If-Match", '"' + revision + '"');
    }
    send(request);
  }

  void post(String path, String type, String body) throws IOException, InterruptedException {
    send(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
  }

  void delete(String path) throws IOException, InterruptedException {
    send(request(path).DELETE());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base().resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + key());
  }

  private byte[] send(HttpRequest.Builder builder) throws IOException, InterruptedException {
    var request = builder.build();
    var response = client.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() >= 300) {
      throw new IOException(
          request.method() + " " + request.uri().getPath() + " answered " + response.statusCode());
    }
    return response.body();
  }
}
