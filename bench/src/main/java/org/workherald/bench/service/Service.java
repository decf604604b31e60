package org.workherald.bench.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.workherald.bench.Child;
import org.workherald.bench.Report;
import org.workherald.bench.SinkProcess;

/** The packaged service as a process, on an empty data directory that goes with it. */
public final class Service implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final int port;
  private final String key;
  private final Process process;

  private Service(Path folder, int port, String key, Process process) {
    this.folder = folder;
    this.port = port;
    this.key = key;
    this.process = process;
  }

  /**
   * Starts it and waits until it is ready to accept.
   *
   * @param app the packaged application's folder, {@code target/quarkus-app}
   */
  public static Service start(Path app, String... javaOptions) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(System.getProperty("bench.data")), "service");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String key = "bench-key-" + System.nanoTime();
    List<String> command = new ArrayList<>(List.of(Child.java()));
    command.addAll(List.of(javaOptions));
    command.addAll(Child.moreOptions());
    command.addAll(
        List.of(
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + port,
            "-Dworkherald.data-dir=" + folder.resolve("data"),
            "-jar",
            app.resolve("quarkus-run.jar").toAbsolutePath().toString()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("WORKHERALD_ADMIN_KEY", key);
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("service.log").toFile());
    Service service = new Service(folder, port, key, builder.start());
    service.awaitReady();
    return service;
  }

  public int port() {
    return port;
  }

  public String key() {
    return key;
  }

  public Path folder() {
    return folder;
  }

  public long pid() {
    return process.pid();
  }

  /** Processor time it has used so far. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  public String get(String path) throws Exception {
    return send(HttpRequest.newBuilder().GET(), path, 200);
  }

  /** Trusts the sink's CA and sets it as the mail server, through the service's own interface. */
  public void useSink(SinkProcess sink, int connections) throws Exception {
    send(
        HttpRequest.newBuilder()
            .header("Content-Type", "application/x-pem-file")
            .POST(BodyPublishers.ofFile(sink.ca())),
        "/trust/certificates",
        200);
    String settings =
        """
        {"host":"%s","port":%d,"tls":"starttls","from":"workflow@example.com","auth":"password",
         "username":"bench","password":"not-a-secret","connections":%d}"""
            .formatted(SinkProcess.HOST, sink.port(), connections);
    send(
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(settings)),
        "/smtp",
        200);
  }

  /** Nothing is sent any more, and everything is kept. */
  public void forgetMailServer() throws Exception {
    String etag =
        fetch(HttpRequest.newBuilder().GET(), "/smtp").headers().firstValue("ETag").orElse("*");
    HttpResponse<String> answer =
        fetch(HttpRequest.newBuilder().header("If-Match", etag).DELETE(), "/smtp");
    if (answer.statusCode() >= 300) {
      throw new IOException("/smtp: " + answer.statusCode() + " " + answer.body());
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void awaitReady() throws Exception {
    for (int tries = 0; tries < 600 && process.isAlive(); tries++) {
      try {
        get("/q/health/ready");
        return;
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    Report.progress("%s", Files.readString(folder.resolve("service.log")));
    process.destroyForcibly();
    throw new IllegalStateException("The service did not become ready; its log is above.");
  }

  private HttpResponse<String> fetch(HttpRequest.Builder request, String path) throws Exception {
    return http.send(
        request
            .uri(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer " + key)
            .build(),
        BodyHandlers.ofString());
  }

  private String send(HttpRequest.Builder request, String path, int expected) throws Exception {
    HttpResponse<String> response = fetch(request, path);
    if (response.statusCode() != expected) {
      throw new IOException(path + ": " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }
}
