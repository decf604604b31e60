package org.workherald.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.notification.Reception.Prepared;
import org.workherald.outbox.EntryState;
import org.workherald.outbox.NewEntry;
import org.workherald.store.Dialect;

@ParameterizedClass
@EnumSource(Dialect.class)
class OutboxRoomTest {

  private static final String[] TWO = {"kim@example.com", "lee@example.com"};

  private final Parts parts;

  OutboxRoomTest(Dialect dialect) {
    parts = Parts.on(dialect);
  }

  @AfterEach
  void close() {
    parts.close();
  }

  @Test
  void takesNoMoreThanThereIsRoomFor() {
    var reception = parts.reception(3);
    var first = accept(reception, draft(TWO));

    var full = refused(reception, draft(TWO));

    assertThat(full.getStatusCode()).isEqualTo(503);
    assertThat(full.getHeaders()).containsEntry("Retry-After", 60);
    assertThat(full.getDetail()).contains("3 mails");
    assertThat(stored()).isEqualTo(2);
    accept(reception, draft("kim@example.com"));
    assertThat(refused(reception, draft("kim@example.com")).getStatusCode()).isEqualTo(503);
    parts
        .test
        .database()
        .write(handle -> parts.outbox.cancel(handle, List.of(first), "makes room"));
    // Counting may take a moment, and is not done again at once.
    parts.clock.move(Duration.ofMinutes(1));
    accept(reception, draft(TWO));
  }

  @Test
  void takesABatchWholeOrNotAtAll() {
    var reception = parts.reception(3);

    var full = refused(reception, draft(TWO), draft("kim@example.com"), draft("lee@example.com"));

    assertThat(full.getStatusCode()).as("it will never fit").isEqualTo(413);
    assertThat(stored()).isZero();
    accept(reception, draft("kim@example.com"));
    full = refused(reception, draft(TWO), draft("kim@example.com"));
    assertThat(full.getStatusCode()).isEqualTo(503);
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void whatOtherReplicasAddCountsToo() {
    accept(parts.reception(3), draft(TWO));

    assertThat(refused(parts.reception(3), draft(TWO)).getStatusCode()).isEqualTo(503);
  }

  @Test
  void whatFailedTakesNoRoom() {
    var reception = parts.reception(2);
    var draft = draft(TWO);
    var entry = draft.entries().get(0);
    var unusable =
        new NewEntry(
            entry.id(), entry.message(), "test", null, "{}", false, EntryState.QUEUED, null, null);
    var broken = new Draft(draft.notification(), draft.recipients(), List.of(unusable));

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> accept(reception, broken)).isNotInstanceOf(HttpProblem.class);
    }

    accept(reception, draft(TWO));
  }

  @Test
  void leavesTheLastOfTheDiskToTheOutcomes() {
    var reception = parts.reception(10);
    accept(reception, draft(TWO));
    parts.free.set(999);

    var full = refused(reception, draft(TWO));

    assertThat(full.getStatusCode()).isEqualTo(503);
    assertThat(full.getHeaders()).containsKey("Retry-After");
    assertThat(full.getDetail()).contains("disk");
    assertThat(parts.outbox.claim(10, Duration.ofMinutes(1))).isPresent();
    parts.free.set(1_000);
    accept(reception, draft(TWO));
  }

  private Draft draft(String... emails) {
    return parts.draft(Event.STEP_ASSIGNED, "1", emails);
  }

  private static UUID accept(Reception reception, Draft... drafts) {
    reception.accept(
        Parts.CALLER, null, "", () -> new Prepared(Arrays.asList(drafts), "", Map.of()));
    return drafts[0].notification().id();
  }

  private static HttpProblem refused(Reception reception, Draft... drafts) {
    return catchThrowableOfType(HttpProblem.class, () -> accept(reception, drafts));
  }

  private long stored() {
    return parts.outbox.depth().queued();
  }
}
