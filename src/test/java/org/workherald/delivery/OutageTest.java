package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.NewEntry;
import org.workherald.outbox.Outbox;
import org.workherald.smtp.Answer;
import org.workherald.smtp.Rig;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.ScriptedSmtpSession;
import org.workherald.smtp.TlsMode;
import org.workherald.store.Database;
import org.workherald.store.Dialect;
import org.workherald.store.Ids;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

/** The mail server is away for ten minutes, and mails come in all the time. */
@Timeout(120)
class OutageTest {

  private static final int REPLICAS = 2;
  private static final int WORKERS = 3;

  private final MovableClock clock = Rig.clock();
  private final Database database = TestDatabase.emptied(Dialect.SQLITE).database();
  private final Ids ids = new Ids(clock);
  private final Outbox outbox = new Outbox(database, clock, ids);
  private final List<String> accepted = new ArrayList<>();

  @Test
  void oneProbesForAllAndThenTheOldestGoFirst() {
    List<Rig> rigs = new ArrayList<>();
    List<HandWorker> workers = new ArrayList<>();
    try (ScriptedSmtpServer server =
        ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse")) {
      for (int replica = 0; replica < REPLICAS; replica++) {
        Rig rig = new Rig(clock, server.port(), TlsMode.STARTTLS);
        rigs.add(rig);
        rig.connections(WORKERS);
        for (int i = 0; i < WORKERS; i++) {
          workers.add(HandWorker.over(rig, outbox, database, clock));
        }
      }
      accept(10);
      workers.forEach(HandWorker::step);
      assertThat(server.mails()).hasSize(10);
      int before = server.sessions().size();

      server.on("CONNECT", Answer.drop());
      server.sessions().forEach(ScriptedSmtpSession::drop);
      List<Integer> probes = new ArrayList<>();
      for (int second = 0; second < 600; second++) {
        int seen = server.sessions().size();
        second(workers);
        if (server.sessions().size() > seen) {
          probes.add(second);
        }
      }
      int attempts = server.sessions().size() - before;
      // The first to find out, then 5, 10, 20, 40 and each 60 seconds: never two at a time.
      assertThat(probes).hasSize(attempts);
      assertThat(attempts).isBetween(12, 15);
      assertThat(probes.get(attempts - 1) - probes.get(attempts - 2)).isBetween(59, 61);
      assertThat(server.mails()).hasSize(10);

      server.behave();
      before = server.sessions().size();
      for (int second = 0; second < 90; second++) {
        second(workers);
      }
      assertThat(server.sessions().size() - before)
          .isLessThanOrEqualTo(1 + 2 * REPLICAS * WORKERS + accepted.size() / 100);
      assertThat(server.mails())
          .extracting(mail -> mail.recipients().get(0))
          .containsExactlyElementsOf(accepted);
      // Not one of them was tried while the server was away, nor is any nearer to being given up.
      assertThat(workers)
          .allSatisfy(
              worker -> assertThat(worker.claimed).allMatch(entry -> entry.failures() == 0));
    } finally {
      rigs.forEach(Rig::close);
    }
  }

  private void second(List<HandWorker> workers) {
    clock.move(Duration.ofSeconds(1));
    accept(1);
    for (HandWorker worker : workers) {
      worker.step();
    }
  }

  private void accept(int count) {
    List<NewEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String recipient = "r" + accepted.size() + "@example.com";
      accepted.add(recipient);
      UUID id = ids.next();
      entries.add(
          new NewEntry(id, id, "share", recipient, "{}", false, EntryState.QUEUED, null, null));
    }
    database.write(
        handle -> {
          outbox.add(handle, entries);
          return null;
        });
  }
}
