package org.workherald;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TestCa;

/**
 * Guarantee 1 and 2: what was accepted is sent, though the process is killed while it accepts and
 * sends.
 */
class CrashIT {

  private static final int ROUNDS = 3;
  private static final int CALLERS = 4;

  @TempDir Path folder;

  private final AtomicInteger numbers = new AtomicInteger();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();

  @Test
  void everythingAcceptedIsSentAfterKills() throws Exception {
    TestCa ca = TestCa.create("Crash Root");
    Path trusted = Files.writeString(folder.resolve("ca.pem"), ca.pem());
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.starttls(ca.leaf("localhost")).login("workherald", "secret");
        PackagedService service =
            new PackagedService(folder.resolve("data"))
                .with("WORKHERALD_TRUST_STORE", trusted)
                .with("WORKHERALD_SMTP_HOST", "localhost")
                .with("WORKHERALD_SMTP_PORT", server.port())
                .with("WORKHERALD_SMTP_FROM", "workflow@example.com")
                .with("WORKHERALD_SMTP_USERNAME", "workherald")
                .with("WORKHERALD_SMTP_PASSWORD", "secret")
                // So that the leases of the dead come back within the test's patience.
                .with("WORKHERALD_DELIVERY_LEASE", "3S")) {
      for (int round = 1; round <= ROUNDS; round++) {
        service.start();
        killUnderLoad(service, round * 150);
      }
      service.start();
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(workItems(server)).containsAll(accepted));
      assertThat(accepted).hasSizeGreaterThan(ROUNDS * 150);
      assertRepeatsShareTheirMessageId(server);
    }
  }

  /** Posts until so many more are accepted, then kills without waiting for anybody. */
  private void killUnderLoad(PackagedService service, int most) throws InterruptedException {
    int before = accepted.size();
    AtomicBoolean alive = new AtomicBoolean(true);
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    for (int i = 0; i < CALLERS; i++) {
      callers.execute(
          () -> {
            while (alive.get()) {
              post(service);
            }
          });
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> accepted.size() >= before + most);
    service.kill();
    alive.set(false);
    callers.shutdown();
    assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  private void post(PackagedService service) {
    String workItem = "item-" + numbers.incrementAndGet();
    try {
      Response response =
          service
              .request()
              .body(Samples.notification(workItem, "kim@example.com"))
              .post("/notifications");
      if (response.statusCode() == 202) {
        accepted.add(workItem);
      }
    } catch (Exception killed) {
      // No answer: nothing was promised.
    }
  }

  private static Set<String> workItems(ScriptedSmtpServer server) {
    Set<String> found = new HashSet<>();
    server.mails().forEach(mail -> found.add(Mails.workItem(mail)));
    return found;
  }

  private static void assertRepeatsShareTheirMessageId(ScriptedSmtpServer server) {
    Map<String, String> messageIds = new HashMap<>();
    for (ScriptedSmtpServer.Mail mail : server.mails()) {
      String messageId = Mails.header(mail, "Message-ID");
      assertThat(messageIds.merge(Mails.workItem(mail), messageId, (a, b) -> a.equals(b) ? a : b))
          .isEqualTo(messageId);
    }
    assertThat(messageIds.values()).doesNotHaveDuplicates();
  }
}
