package org.workherald;

import static io.restassured.RestAssured.given;

import io.restassured.builder.RequestSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged jar, run as its users run it: a process of its own, configured by its environment.
 */
public final class PackagedService implements AutoCloseable {

  public static final String ADMIN_KEY = "an-admin-key-for-tests-that-is-long-enough";

  private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");

  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private List<String> program = List.of("-jar", System.getProperty("workherald.jar"));
  private Process process;
  private CompletableFuture<Integer> listening;
  private volatile int port;

  public PackagedService(Path data) {
    with("WORKHERALD_DATA_DIR", data.toString());
    with("WORKHERALD_ADMIN_KEY", ADMIN_KEY);
    with("QUARKUS_HTTP_HOST", "127.0.0.1");
    with("QUARKUS_HTTP_PORT", "0");
  }

  public PackagedService with(String variable, Object value) {
    environment.put(variable, value.toString());
    return this;
  }

  /** Starts something else than the jar: what to tell the JVM. */
  public PackagedService as(List<String> program) {
    this.program = List.copyOf(program);
    return this;
  }

  /** Starts it and returns when it listens. */
  public PackagedService start() {
    return launch().awaitStart();
  }

  /** Starts it and does not wait. */
  public PackagedService launch() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    CompletableFuture<Integer> here = new CompletableFuture<>();
    listening = here;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    BufferedReader output = process.inputReader();
    Thread reader =
        new Thread(
            () -> {
              try {
                output.lines().forEach(line -> read(line, here));
              } catch (UncheckedIOException e) {
                // Killed in the middle of a line.
              }
              here.completeExceptionally(
                  new IllegalStateException("it ended:\n" + String.join("\n", log)));
            });
    reader.setDaemon(true);
    reader.start();
    return this;
  }

  /** Returns when it listens. */
  public PackagedService awaitStart() {
    port = listening.orTimeout(120, TimeUnit.SECONDS).join();
    return this;
  }

  /** Ends it as a crash does: SIGKILL. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Freezes it, as a paused virtual machine or a starved node does: SIGSTOP. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets it go on after {@link #freeze()}: SIGCONT. */
  public void thaw() {
    signal("CONT");
  }

  /** Ends it as an orchestrator does: SIGTERM. */
  public int stop() {
    process.destroy();
    return process.onExit().orTimeout(60, TimeUnit.SECONDS).join().exitValue();
  }

  /** A request by the administrator. */
  public RequestSpecification request() {
    return given()
        .spec(
            new RequestSpecBuilder()
                .setBaseUri("http://127.0.0.1")
                .setPort(port)
                .setContentType(ContentType.JSON)
                .addHeader("Authorization", "Bearer " + ADMIN_KEY)
                .build());
  }

  public List<String> log() {
    return log;
  }

  /** The lines that tell of something that should not be. */
  public List<String> errors() {
    return log.stream()
        .filter(line -> line.contains("\"level\":\"ERROR\"") || line.contains("OutOfMemory"))
        .toList();
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  private void signal(String name) {
    try {
      int exit =
          new ProcessBuilder("kill", "-" + name, "" + pid()).start().onExit().join().exitValue();
      if (exit != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }

  private void read(String line, CompletableFuture<Integer> listening) {
    log.add(line);
    Matcher matcher = LISTENING.matcher(line);
    if (matcher.find()) {
      listening.complete(Integer.valueOf(matcher.group(1)));
    }
  }
}
