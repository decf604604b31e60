package org.workherald.delivery;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.workherald.notification.Event;
import org.workherald.notification.Notification;
import org.workherald.notification.StoredNotifications;
import org.workherald.outbox.Attempt;
import org.workherald.outbox.Attempt.Outcome;
import org.workherald.outbox.Lease;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.outbox.Settlement;
import org.workherald.trace.LoggedLines;
import org.workherald.trace.RecordedSpans;
import org.workherald.trace.TraceContext;
import org.workherald.trace.Tracing;

class JournalTest {

  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final LoggedLines log = LoggedLines.of(Journal.class);
  private final RecordedSpans spans = new RecordedSpans();
  private final UUID delivery = UUID.randomUUID();
  private final UUID notification = UUID.randomUUID();
  private final LeasedEntry entry =
      new LeasedEntry(delivery, notification, "kim@example.com", "{}", 0, null, NOW, null);
  private final Journal journal = journal("01", new Tracing(spans.telemetry()));

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void tellsEachDecisionOnceUnderItsIds() {
    journal.settled(new Settlement.Sent(delivery, attempt(Outcome.SENT, "250 2.0.0 taken", null)));
    Attempt later = attempt(Outcome.TRANSIENT, "451 <kim@example.com> later", "throttled");
    journal.settled(new Settlement.Retry(delivery, later, NOW, "later"));
    Attempt refused =
        attempt(Outcome.REJECTED, "550-5.1.1\n550 kim@example.com", "recipient-refused");
    journal.settled(new Settlement.Failed(delivery, refused, "kim@example.com is not known"));
    Attempt login = attempt(Outcome.MISCONFIGURED, null, "login-refused");
    journal.settled(new Settlement.PutLast(delivery, login));
    journal.settled(new Settlement.Released(delivery, login));
    assertThat(log.lines())
        .extracting(line -> line.level() + " " + line.message())
        .containsExactly(
            "DEBUG Sent (250)",
            "INFO Not sent (throttled, 451); tried again at 2026-11-23T09:00:00Z",
            "WARN Not sent (recipient-refused, 550), and given up",
            "INFO Not sent (login-refused); waits with all others",
            "INFO Not sent (login-refused); waits with all others");
    assertThat(log.lines())
        .extracting(LoggedLines.Line::ids)
        .containsOnly(
            Map.of(
                "notification",
                notification.toString(),
                "delivery",
                delivery.toString(),
                "traceId",
                TRACE));
    assertThat(MDC.getMap()).isEmpty();
  }

  @Test
  void tellsNothingOfWhatWasNotTried() {
    journal.settled(new Settlement.Released(delivery, null));
    journal.settled(new Settlement.Sent(delivery, null));
    assertThat(log.lines()).isEmpty();
    assertThat(spans.all()).isEmpty();
  }

  @Test
  void recordsEachAttemptInTheTraceOfTheNotification() {
    journal.settled(new Settlement.Sent(delivery, attempt(Outcome.SENT, "250 2.0.0 taken", null)));
    Attempt refused = attempt(Outcome.REJECTED, "550 kim@example.com", "recipient-refused");
    journal.settled(new Settlement.Failed(delivery, refused, "kim@example.com is not known"));
    assertThat(spans.all())
        .allSatisfy(
            span -> {
              assertThat(span.getName()).isEqualTo("send");
              assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
              assertThat(span.getTraceId()).isEqualTo(TRACE);
              assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
              assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isEqualTo(7_000_000L);
              assertThat(span.toString()).doesNotContain("kim@example.com");
              assertThat(span.getAttributes().asMap())
                  .containsEntry(stringKey("workherald.notification"), notification.toString())
                  .containsEntry(stringKey("workherald.delivery"), delivery.toString())
                  .containsEntry(stringKey("workherald.event"), "step.assigned")
                  .containsEntry(stringKey("server.address"), "localhost")
                  .containsEntry(longKey("server.port"), 25L);
            });
    assertThat(spans.all().get(0).getAttributes().asMap())
        .containsEntry(stringKey("workherald.outcome"), "sent")
        .containsEntry(longKey("smtp.response.status_code"), 250L);
    assertThat(spans.all().get(0).getStatus()).isEqualTo(StatusData.unset());
    assertThat(spans.all().get(1).getAttributes().asMap())
        .containsEntry(stringKey("workherald.outcome"), "rejected")
        .containsEntry(stringKey("error.type"), "recipient-refused");
    assertThat(spans.all().get(1).getStatus()).isEqualTo(StatusData.error());
  }

  @Test
  void recordsThatAMailCouldNotBeMadeButNotTheWordsOfTheFailure() {
    assertThatThrownBy(
            () ->
                journal.composing(
                    entry,
                    () -> {
                      throw new IllegalStateException("kim@example.com");
                    }))
        .isInstanceOf(IllegalStateException.class);
    SpanData span = spans.all().get(0);
    assertThat(span.getName()).isEqualTo("render");
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getStatus()).isEqualTo(StatusData.error());
    assertThat(span.toString()).doesNotContain("kim@example.com");
    assertThat(MDC.getMap()).isEmpty();
  }

  @Test
  void recordsNothingThatTheCallerWantsNotRecorded() {
    journal("00", new Tracing(spans.telemetry())).composing(entry, () -> null);
    assertThat(spans.all()).isEmpty();
  }

  @Test
  void keepsTheTraceInTheLogWhenNoneIsRecorded() {
    Attempt later = attempt(Outcome.TRANSIENT, "451 later", "throttled");
    journal("01", new Tracing(null)).settled(new Settlement.Retry(delivery, later, NOW, "later"));
    assertThat(log.lines().get(0).ids()).containsEntry("traceId", TRACE);
    assertThat(spans.all()).isEmpty();
  }

  @Test
  void knowsWhatIsLoggedWhileAMailIsMade() {
    journal.composing(
        entry,
        () -> {
          Logger.getLogger(Journal.class).error("anything");
          return null;
        });
    assertThat(log.lines().get(0).ids())
        .containsEntry("notification", notification.toString())
        .containsEntry("delivery", delivery.toString());
  }

  private Journal journal(String flags, Tracing tracing) {
    TraceContext trace =
        new TraceContext("00-" + TRACE + "-00f067aa0ba902b7-" + flags, "vendor=value");
    Notification posted =
        new Notification(notification, Event.STEP_ASSIGNED, null, null, NOW, null, trace);
    return new Journal(
        new Lease(UUID.randomUUID(), NOW, List.of(entry)),
        new StoredNotifications(Map.of(notification, posted), Map.of()),
        tracing);
  }

  private static Attempt attempt(Outcome outcome, String reply, String cause) {
    return new Attempt(NOW, outcome, reply, cause, "kim@example.com", "localhost:25", null, 7);
  }
}
