package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.workherald.Samples;
import org.workherald.access.Keys;
import org.workherald.outbox.Attempt;
import org.workherald.outbox.Attempt.Outcome;
import org.workherald.outbox.Entry;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.Outbox;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TestCa;
import org.workherald.store.Database;

/** What is stored and cannot be made a mail fails alone, with its reason, and stops nobody. */
@QuarkusTest
class PoisonTest {

  /** What is done to a notification in the database, and what its attempt then says. */
  private static final Map<String, String> DAMAGE = new LinkedHashMap<>();

  static {
    DAMAGE.put("UPDATE notification SET body = 'null' WHERE id = ?", "damaged");
    DAMAGE.put("UPDATE notification SET body = '{}' WHERE id = ?", "damaged");
    DAMAGE.put("UPDATE notification SET body = '' WHERE id = ?", "damaged");
    DAMAGE.put("UPDATE notification SET body = substr(body, 1, 40) WHERE id = ?", "damaged");
    DAMAGE.put("UPDATE notification SET body = '[1]' WHERE id = ?", "damaged");
    DAMAGE.put(
        "UPDATE notification SET body = '" + "[".repeat(20_000) + "' WHERE id = ?", "damaged");
    DAMAGE.put(
        "UPDATE notification SET body = '{\"workItem\":{\"id\":\"1\",\"dueAt\":\"soon\"}}'"
            + " WHERE id = ?",
        "damaged");
    DAMAGE.put("UPDATE notification SET event = 'step.imagined' WHERE id = ?", "newer");
    DAMAGE.put("DELETE FROM notification WHERE id = ?", "not stored any more");
    DAMAGE.put("UPDATE outbox SET payload = 'null' WHERE message = ?", "recipient is damaged");
    DAMAGE.put("UPDATE outbox SET payload = '{\"em' WHERE message = ?", "recipient is damaged");
    DAMAGE.put("UPDATE outbox SET payload = '{}' WHERE message = ?", "recipient is damaged");
    // Not an address any more where the envelope is made.
    DAMAGE.put("UPDATE outbox SET recipient = 'kim' WHERE message = ?", "not valid");
    // A newer release may have added members, which is no damage.
    DAMAGE.put(
        "UPDATE notification SET body = '{\"new\":1,' || substr(body, 2) WHERE id = ?", null);
    // A mail goes out without its trace.
    DAMAGE.put("UPDATE notification SET traceparent = 'damaged' WHERE id = ?", null);
    DAMAGE.put("UPDATE notification SET traceparent = '' WHERE id = ?", null);
  }

  private final TestCa ca = TestCa.create("Poison Root");

  @Inject Database database;
  @Inject Outbox outbox;

  @Test
  void eachFailsAloneAndTheOthersGoOut() {
    assertEachFailsAlone();
  }

  /** Nobody's mail is lost, or sent twice, because it cannot be told in the log. */
  @Test
  void aJournalThatThrowsLosesNoOutcome() {
    Logger journal = Logger.getLogger(Journal.class.getName());
    Level before = journal.getLevel();
    journal.setLevel(Level.ALL);
    journal.setFilter(
        line -> {
          throw new LinkageError("the log is broken");
        });
    try {
      assertEachFailsAlone();
    } finally {
      journal.setFilter(null);
      journal.setLevel(before);
    }
  }

  private void assertEachFailsAlone() {
    Map<String, UUID> damaged = new LinkedHashMap<>();
    for (String sql : DAMAGE.keySet()) {
      damaged.put(sql, post()); // held: no server is set yet
    }
    UUID sound = post();
    damaged.forEach((sql, id) -> database.write(handle -> handle.execute(sql, id)));
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.starttls(ca.leaf("localhost")).login("workherald", "secret");
        ServerInUse inUse = ServerInUse.trusted(ca, server)) {
      assertThat(inUse).isNotNull();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(entry(sound).state()).isEqualTo(EntryState.SENT));
      damaged.forEach((sql, id) -> await(sql).untilAsserted(() -> assertTold(sql, id)));
      // Not even whoever looks on is disturbed.
      Keys.as("admin").get("/notifications?limit=200").then().statusCode(200);
      assertThat(server.mails())
          .hasSize(1 + (int) DAMAGE.values().stream().filter(Objects::isNull).count());
    }
  }

  private void assertTold(String sql, UUID id) {
    Entry entry = entry(id);
    String reason = DAMAGE.get(sql);
    assertThat(entry.attempts()).hasSize(1);
    Attempt attempt = entry.attempts().get(0);
    if (reason == null) {
      assertThat(attempt.outcome()).isEqualTo(Outcome.SENT);
      return;
    }
    assertThat(attempt.detail()).contains(reason).endsWith(".").doesNotContain("Exception");
    boolean mayPass = reason.equals("newer");
    assertThat(attempt.outcome()).isEqualTo(mayPass ? Outcome.TRANSIENT : Outcome.REJECTED);
    assertThat(entry.state()).isEqualTo(mayPass ? EntryState.QUEUED : EntryState.FAILED);
    assertThat(entry.reason()).isEqualTo(attempt.detail());
  }

  private Entry entry(UUID message) {
    return database.read(handle -> outbox.find(handle, List.of(message))).get(message).get(0);
  }

  private static UUID post() {
    String id =
        Keys.as("admin")
            .body(Samples.notification("4711", "kim@example.com"))
            .post("/notifications")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    return UUID.fromString(id);
  }
}
