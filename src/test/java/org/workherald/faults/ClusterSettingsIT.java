package org.workherald.faults;

import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.faults.Ledger.Copy;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TestCa;

/**
 * What is set at one instance is in force at all within two seconds, while mails go out all the
 * time.
 */
@Tag("faults")
class ClusterSettingsIT {

  private static final int INSTANCES = 3;
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration AFTER = Duration.ofSeconds(5);
  private static final int CHANGES = Integer.getInteger("faults.changes", 6);

  @TempDir Path folder;

  private final Api api = new Api();
  private final List<Duration> took = new ArrayList<>();

  @Test
  void settingsAndTrust() throws Exception {
    TestCa stranger = TestCa.create("Stranger Root");
    try (Cluster cluster = new Cluster(folder, INSTANCES).with("WORKHERALD_DELIVERY_BATCH", 5);
        ScriptedSmtpServer other = cluster.mailServer();
        ScriptedSmtpServer unknown = cluster.mailServer(stranger)) {
      cluster.startAll();
      AtomicBoolean running = new AtomicBoolean(true);
      ExecutorService callers = trickle(cluster, running);
      Duration last = Duration.ZERO;
      for (int i = 0; i < CHANGES; i++) {
        ScriptedSmtpServer now = i % 2 == 0 ? other : cluster.server();
        ScriptedSmtpServer before = i % 2 == 0 ? cluster.server() : other;
        Instant put = put(cluster, i % INSTANCES, now);
        Duration late = lastMail(cluster, before, put);
        last = late.compareTo(last) > 0 ? late : last;
      }
      trust(cluster, unknown, stranger);
      running.set(false);
      callers.shutdown();
      assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      System.out.printf(
          "RESULT cluster-settings instances=%d changes=%d shown-millis=%s"
              + " last-mail-by-old-settings-millis=%d%n",
          INSTANCES, CHANGES, took.stream().map(Duration::toMillis).toList(), last.toMillis());
      assertThat(took).allMatch(time -> time.compareTo(SOON) <= 0);
      assertThat(last).isLessThanOrEqualTo(SOON);
      assertThat(cluster.ledger().faults()).isEmpty();
    }
  }

  /** Posts to all, all the time. */
  private static ExecutorService trickle(Cluster cluster, AtomicBoolean running) {
    ExecutorService callers = Executors.newFixedThreadPool(INSTANCES);
    for (int i = 0; i < INSTANCES; i++) {
      int instance = i;
      Posts posts = new Posts(cluster.ledger());
      callers.execute(
          () -> {
            for (int n = 0; running.get(); n++) {
              try {
                posts.batch(cluster.port(instance), "t%dx%d".formatted(instance, n), 2);
              } catch (Exception | AssertionError e) {
                cluster.ledger().fault(e.toString());
              }
              Dice.pause(Duration.ofMillis(50));
            }
          });
    }
    return callers;
  }

  private Instant put(Cluster cluster, int at, ScriptedSmtpServer server) throws Exception {
    RequestSpecification request = cluster.instance(at).request();
    String etag = cluster.instance(at).request().get("/smtp").header("ETag");
    long revision =
        request
            .header("If-Match", etag)
            .body(
                """
                { "host": "localhost", "port": %d, "from": "workflow@example.com",
                  "auth": "password", "username": "workherald", "password": "secret",
                  "connections": 3 }
                """
                    .formatted(server.port()))
            .put("/smtp")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath()
            .getLong("revision");
    Instant put = Instant.now();
    for (int i = 0; i < INSTANCES; i++) {
      took.add(shown(cluster.port(i), revision, put));
    }
    return put;
  }

  /** How old the change was when an instance was asked that knew it. */
  private Duration shown(int port, long revision, Instant put) throws Exception {
    while (true) {
      Instant asked = Instant.now();
      if (api.get(port, "/smtp").body().get("revision").asLong() >= revision) {
        return Duration.between(put, asked);
      }
    }
  }

  /** How long after a change the last mail went to the server that was left. */
  private static Duration lastMail(Cluster cluster, ScriptedSmtpServer left, Instant change) {
    Dice.pause(AFTER);
    int connections = left.sessions().size();
    Instant last = change;
    for (Copy copy : all(cluster)) {
      if (copy.server() == left.port() && copy.mail().takenAt().isAfter(last)) {
        last = copy.mail().takenAt();
      }
    }
    assertThat(left.sessions()).hasSize(connections);
    return Duration.between(change, last);
  }

  private void trust(Cluster cluster, ScriptedSmtpServer unknown, TestCa stranger)
      throws Exception {
    put(cluster, 0, unknown);
    await().atMost(Duration.ofSeconds(30)).until(() -> status(cluster, 1).equals("paused"));
    String fingerprint =
        cluster
            .instance(1)
            .request()
            .contentType("application/x-pem-file")
            .body(stranger.pem().getBytes(StandardCharsets.US_ASCII))
            .post("/trust/certificates")
            .then()
            .statusCode(200)
            .extract()
            .path("added[0].fingerprint");
    Instant trusted = Instant.now();
    await().atMost(Duration.ofSeconds(30)).until(() -> by(cluster, unknown).size() == INSTANCES);
    Instant first =
        all(cluster).stream()
            .filter(copy -> copy.server() == unknown.port())
            .map(copy -> copy.mail().takenAt())
            .min(Instant::compareTo)
            .orElseThrow();
    for (int i = 0; i < INSTANCES; i++) {
      assertThat(status(cluster, i)).isEqualTo("ok");
    }
    cluster
        .instance(2)
        .request()
        .contentType(JSON)
        .delete("/trust/certificates/" + fingerprint)
        .then()
        .statusCode(204);
    Instant distrusted = Instant.now();
    Duration last = lastMail(cluster, unknown, distrusted);
    Duration flow = Duration.between(trusted, first);
    System.out.printf(
        "RESULT cluster-trust instances=%d first-mail-after-trust-millis=%d"
            + " last-mail-after-distrust-millis=%d%n",
        INSTANCES, flow.toMillis(), last.toMillis());
    assertThat(last).isLessThanOrEqualTo(SOON);
    assertThat(flow).isLessThanOrEqualTo(SOON);
  }

  private static String status(Cluster cluster, int instance) {
    return cluster.instance(instance).request().get("/smtp").jsonPath().getString("status");
  }

  /** Who has sent to a server. */
  private static Set<String> by(Cluster cluster, ScriptedSmtpServer server) {
    Set<String> names = new TreeSet<>();
    all(cluster).stream()
        .filter(copy -> copy.server() == server.port())
        .forEach(copy -> names.add(copy.mail().client()));
    return names;
  }

  private static List<Copy> all(Cluster cluster) {
    return cluster.ledger().copies().stream().flatMap(List::stream).toList();
  }
}
