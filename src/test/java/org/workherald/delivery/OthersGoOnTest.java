package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.NewEntry;
import org.workherald.outbox.Outbox;
import org.workherald.smtp.Answer;
import org.workherald.smtp.Rig;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TlsMode;
import org.workherald.store.Database;
import org.workherald.store.Dialect;
import org.workherald.store.Ids;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

/** What is refused for some recipients does not delay the mails of others. */
@Timeout(120)
class OthersGoOnTest {

  private static final int REFUSED = 2_000;
  private static final int WORKERS = 3;

  private final MovableClock clock = Rig.clock();
  private final Database database = TestDatabase.emptied(Dialect.SQLITE).database();
  private final Ids ids = new Ids(clock);
  private final Outbox outbox = new Outbox(database, clock, ids);

  @Test
  void thousandsThatAreRefusedForNow() {
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
        Rig rig = new Rig(clock, server.port(), TlsMode.STARTTLS)) {
      server.on(
          "RCPT",
          session -> session.line().contains("@grey"),
          Answer.reply("451 4.7.1 Greylisted, try again later"));
      rig.connections(WORKERS);
      List<HandWorker> workers =
          IntStream.range(0, WORKERS).mapToObj(worker -> worker(rig)).toList();
      // Of one caller, so that no turns help.
      accept(IntStream.range(0, REFUSED).mapToObj(i -> "r" + i + "@grey" + i % 7 + ".example"));
      int tried = 0;
      while (tried < REFUSED) {
        workers.forEach(HandWorker::step);
        tried = workers.stream().mapToInt(worker -> worker.claimed.size()).sum();
      }
      for (int second = 0; second < 180; second++) {
        clock.move(Duration.ofSeconds(1));
        accept(IntStream.of(second).mapToObj(i -> "r" + i + "@example.com"));
        workers.forEach(HandWorker::step);
        assertThat(server.mails()).as("second %d", second).hasSize(second + 1);
      }
      int again = workers.stream().mapToInt(worker -> worker.claimed.size()).sum() - tried - 180;
      // They were tried again meanwhile, some twice: by the clock, not in a loop.
      assertThat(again).isBetween(REFUSED, 3 * REFUSED);
    }
  }

  /** The words blame all of our mail, and yet it is for this recipient alone that they are said. */
  @Test
  void oneThatIsRefusedInWordsThatStopEverybody() {
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
        Rig rig = new Rig(clock, server.port(), TlsMode.STARTTLS)) {
      server.on(
          "RCPT",
          session -> session.line().contains("@grey"),
          Answer.reply("550 5.7.1 Client host rejected: blocked using a list"));
      rig.connections(1);
      HandWorker worker = worker(rig);
      accept(Stream.of("r@grey.example"));
      accept(IntStream.range(0, 10).mapToObj(i -> "r" + i + "@example.com"));
      for (int minute = 0; minute < 60; minute++) {
        worker.step();
        worker.step();
        clock.move(Duration.ofMinutes(1));
      }
      assertThat(server.mails()).hasSize(10);
    }
  }

  private HandWorker worker(Rig rig) {
    return HandWorker.over(rig, outbox, database, clock);
  }

  private void accept(Stream<String> recipients) {
    List<NewEntry> entries =
        recipients
            .map(
                recipient -> {
                  UUID id = ids.next();
                  return new NewEntry(
                      id, id, "share", recipient, "{}", false, EntryState.QUEUED, null, null);
                })
            .toList();
    database.write(
        handle -> {
          outbox.add(handle, entries);
          return null;
        });
  }
}
