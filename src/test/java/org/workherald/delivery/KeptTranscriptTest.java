package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.NewEntry;
import org.workherald.outbox.Outbox;
import org.workherald.smtp.Answer;
import org.workherald.smtp.Rig;
import org.workherald.smtp.ScriptedSmtpServer;
import org.workherald.smtp.TlsMode;
import org.workherald.smtp.Transcript.Line;
import org.workherald.smtp.Transcripts;
import org.workherald.store.Database;
import org.workherald.store.Dialect;
import org.workherald.store.Ids;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

/** Each delivery has the transcript of its last attempt, and of that alone, as was asked for. */
@Timeout(60)
class KeptTranscriptTest {

  private final MovableClock clock = Rig.clock();
  private final Ids ids = new Ids(clock);
  private Database database;
  private Outbox outbox;

  private void on(Dialect dialect) {
    database = TestDatabase.emptied(dialect).database();
    outbox = new Outbox(database, clock, ids);
  }

  @ParameterizedTest
  @EnumSource
  void ofTheLastAttemptIfItFailed(Dialect dialect) {
    on(dialect);
    TranscriptResource resource = resource(Transcripts.FAILED);
    try (ScriptedSmtpServer server = server();
        Rig rig = new Rig(Transcripts.FAILED, clock, server.port(), TlsMode.STARTTLS)) {
      HandWorker worker = worker(rig);
      UUID id = add("kim@example.com");
      assertThatNone(resource, id).hasMessageContaining("No attempt was made yet");

      server.once("RCPT", Answer.reply("450 4.2.0 first"));
      worker.step();
      assertThat(said(resource, id)).contains("450 4.2.0 first");

      server.once("RCPT", Answer.reply("450 4.2.0 second"));
      later(worker);
      assertThat(said(resource, id)).contains("450 4.2.0 second").doesNotContain("first");
      assertThat(resource.get(id, id).outcome()).isEqualTo("transient");
      assertThat(resource.getText(id, id))
          .contains("mail.example.com:" + server.port() + "  transient")
          .containsPattern("(?m)^ +\\d+  C: RCPT TO:<kim@example.com>$")
          .containsPattern("(?m)^ +\\d+  S: 450 4.2.0 second$")
          .containsPattern("(?m)^ +\\d+  -- Connected to 127.0.0.1");
      assertThat(kept()).isEqualTo(1);

      later(worker);
      assertThatNone(resource, id)
          .hasMessageContaining("sent the mail")
          .hasMessageContaining("all");
      assertThat(kept()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofAll(Dialect dialect) {
    on(dialect);
    TranscriptResource resource = resource(Transcripts.ALL);
    try (ScriptedSmtpServer server = server();
        Rig rig = new Rig(Transcripts.ALL, clock, server.port(), TlsMode.STARTTLS)) {
      List<UUID> sent = List.of(add("a@example.com"), add("b@example.com"), add("c@example.com"));
      worker(rig).step();
      assertThat(kept()).isEqualTo(3);
      assertThat(said(resource, sent.get(1)))
          .contains("RCPT TO:<b@example.com>")
          .doesNotContain("a@example.com", "c@example.com");

      clock.move(Duration.ofDays(31));
      database.write(handle -> outbox.purge(handle, clock.instant(), 10));
      assertThat(kept()).isZero();
      assertThatNone(resource, sent.get(1)).hasMessageContaining("no notification with this id");
    }
  }

  @ParameterizedTest
  @EnumSource
  void onceSwitchedOffAnEarlierOneCountsForNothing(Dialect dialect) {
    on(dialect);
    UUID id;
    try (ScriptedSmtpServer server = server().on("RCPT", Answer.reply("450 4.2.0 later"))) {
      try (Rig rig = new Rig(Transcripts.FAILED, clock, server.port(), TlsMode.STARTTLS)) {
        id = add("kim@example.com");
        worker(rig).step();
      }
      TranscriptResource resource = resource(Transcripts.OFF);
      assertThat(said(resource, id)).contains("450 4.2.0 later");
      clock.move(Duration.ofMinutes(10));
      try (Rig rig = new Rig(Transcripts.OFF, clock, server.port(), TlsMode.STARTTLS)) {
        worker(rig).step();
      }
      assertThatNone(resource, id)
          .hasMessageContaining("was not asked for then")
          .hasMessageContaining("set workherald.delivery.transcripts to failed or all");
      UUID stranger = ids.next();
      assertThatThrownBy(() -> resource.get(id, stranger))
          .isInstanceOf(HttpProblem.class)
          .hasMessageContaining("no delivery with this id");
    }
  }

  private static ScriptedSmtpServer server() {
    return ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
  }

  private void later(HandWorker worker) {
    clock.move(Duration.ofMinutes(10));
    // The connection was kept for too long, and is there until its farewell is over.
    await().until(worker::step);
  }

  private HandWorker worker(Rig rig) {
    return HandWorker.over(rig, outbox, database, clock);
  }

  private TranscriptResource resource(Transcripts kept) {
    return new TranscriptResource(
        outbox,
        database,
        Config.with(
            Map.of("workherald.delivery.transcripts", kept.name().toLowerCase(Locale.ROOT))));
  }

  /** A message with one entry, both with this id. */
  private UUID add(String recipient) {
    UUID id = ids.next();
    NewEntry entry =
        new NewEntry(id, id, "share", recipient, "{}", false, EntryState.QUEUED, null, null);
    database.write(
        handle -> {
          outbox.add(handle, List.of(entry));
          return null;
        });
    return id;
  }

  private static String said(TranscriptResource resource, UUID id) {
    return resource.get(id, id).lines().stream().map(Line::text).collect(Collectors.joining("\n"));
  }

  private static AbstractThrowableAssert<?, ?> assertThatNone(
      TranscriptResource resource, UUID id) {
    return assertThatThrownBy(() -> resource.get(id, id)).isInstanceOf(HttpProblem.class);
  }

  private int kept() {
    return database.read(
        handle -> handle.createQuery("SELECT COUNT(*) FROM transcript").mapTo(Integer.class).one());
  }
}
