package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.PackagedService;
import org.workherald.smtp.Answer;

/** Thousands of connections that all end badly, and nothing is left of them. */
@Tag("faults")
class LeaksIT {

  private static final int CONNECTIONS = Integer.getInteger("faults.connections", 5_000);

  private static final List<String> STEPS =
      List.of(
          "CONNECT",
          "EHLO",
          "STARTTLS",
          "TLS",
          "AUTH",
          "MAIL",
          "RCPT",
          "DATA",
          "BODY",
          "RSET",
          "QUIT");

  private static final List<Answer> FAULTS =
      List.of(
          Answer.drop(),
          Answer.reset(),
          Answer.stall(),
          Answer.raw("what?\r\n").andThenStall(),
          Answer.reply("451 4.3.0 later"),
          Answer.replyThenDrop("421 4.3.0 bye"));

  /** After a login that is refused for now, the server is left alone for a minute. */
  private static final int FAULTS_OF_LOGIN = 4;

  @TempDir Path folder;

  private final Random random = new Random(4711);
  private final Set<String> taken = ConcurrentHashMap.newKeySet();

  private record Footprint(long descriptors, long threads, long residentKib) {}

  @Test
  void nothingIsLeftOfThousandsOfFaultyConnections() throws Exception {
    try (FaultyServer mail = new FaultyServer();
        PackagedService service = impatient(mail.service(folder)).start()) {
      mail.server.taker(one -> taken.addAll(one.recipients()));
      int accepted;
      try (SteadyPosts posts = new SteadyPosts(service, 20)) {
        await().atMost(Duration.ofMinutes(1)).until(() -> taken.size() > 100);
        for (String step : STEPS) {
          mail.server.on(
              step, session -> oneOf(STEPS.size()), session -> fault(step).give(session));
        }
        meet(mail, CONNECTIONS / 5);
        Footprint early = footprint(service);
        meet(mail, CONNECTIONS);
        Footprint late = footprint(service);
        System.out.printf(
            "RESULT leaks connections=%d taken=%d descriptors=%d/%d threads=%d/%d"
                + " resident-kib=%d/%d%n",
            mail.attempts(),
            taken.size(),
            early.descriptors,
            late.descriptors,
            early.threads,
            late.threads,
            early.residentKib,
            late.residentKib);
        assertThat(late.descriptors).isLessThanOrEqualTo(early.descriptors + 20);
        assertThat(late.threads).isLessThanOrEqualTo(early.threads + 20);
        assertThat(late.residentKib).isLessThanOrEqualTo(early.residentKib * 3 / 2);
        mail.comeBack();
        assertThat(posts.refused()).isZero();
        posts.stop();
        accepted = posts.accepted();
      }
      int all = accepted;
      await()
          .atMost(Duration.ofMinutes(3))
          .untilAsserted(() -> assertThat(taken).hasSizeGreaterThanOrEqualTo(all));
    }
  }

  /** So that a fault costs moments: what is measured is how many, not how long. */
  private static PackagedService impatient(PackagedService service) {
    for (String timeout : List.of("GREETING", "HANDSHAKE", "COMMAND", "ACCEPT", "QUIT")) {
      service.with("WORKHERALD_SMTP_SESSION_TIMEOUTS_" + timeout, "0.3S");
    }
    for (String wait :
        List.of("SERVER_BACK_OFF", "SERVER_BACK_OFF_MAX", "PROBE_INTERVAL", "PROBE_INTERVAL_MAX")) {
      service.with("WORKHERALD_DELIVERY_" + wait, "0.01S");
    }
    return service
        .with("WORKHERALD_DELIVERY_POLL", "0.01S")
        .with("WORKHERALD_DELIVERY_BACK_OFF", "1S")
        .with("WORKHERALD_DELIVERY_BATCH", "5");
  }

  private void meet(FaultyServer mail, int connections) {
    await()
        .pollInterval(Duration.ofMillis(200))
        .atMost(Duration.ofMinutes(30))
        .until(() -> mail.attempts() >= connections);
  }

  private synchronized boolean oneOf(int many) {
    return random.nextInt(many) == 0;
  }

  private synchronized Answer fault(String step) {
    return FAULTS.get(random.nextInt(step.equals("AUTH") ? FAULTS_OF_LOGIN : FAULTS.size()));
  }

  private static Footprint footprint(PackagedService service) {
    Path process = Path.of("/proc/" + service.pid());
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"));
        Stream<Path> threads = Files.list(process.resolve("task"))) {
      long resident =
          Files.readAllLines(process.resolve("status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow();
      return new Footprint(descriptors.count(), threads.count(), resident);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
