package org.workherald.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TracingTest {

  private static final TraceContext PARENT =
      new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", null);

  private int done;

  /** Who records spans never decides whether work is done, or what comes of it. */
  @Test
  void whatBreaksInItDoesNotBreakTheWork() {
    assertWorks(new Tracing(broken()));
  }

  @Test
  void norDoWrongAttributes() {
    RecordedSpans spans = new RecordedSpans();
    assertWorks(new Tracing(spans.telemetry()));
    assertThat(spans.all()).extracting(SpanData::getName).containsExactly("a", "b", "d");
  }

  private void assertWorks(Tracing tracing) {
    assertThat(tracing.here("a", span -> Long.parseLong("x"), () -> ++done)).isEqualTo(1);
    assertThat(tracing.later("b", PARENT, span -> Long.parseLong("x"), () -> ++done)).isEqualTo(2);
    assertThatCode(
            () ->
                tracing.asked(
                    "c", PARENT, Instant.EPOCH, Duration.ZERO, span -> Long.parseLong("x")))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                tracing.later(
                    "d",
                    PARENT,
                    span -> {},
                    () -> {
                      throw new IllegalStateException("the work's own");
                    }))
        .hasMessage("the work's own");
  }

  @Test
  void norDoesALogThatThrows() {
    try (LoggedLines lines = LoggedLines.of(Aside.class)) {
      lines.setFilter(
          line -> {
            throw new StackOverflowError();
          });
      Aside.run(() -> done++);
      Aside.run(() -> Long.parseLong("kim@example.com"));
      assertThat(done).isEqualTo(1);
      lines.setFilter(null);
      Aside.run(() -> Long.parseLong("kim@example.com"));
      assertThat(lines.lines())
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line.message())
                      .contains("NumberFormatException")
                      .doesNotContain("kim@example.com"));
    }
  }

  private static OpenTelemetry broken() {
    Tracer tracer =
        name -> {
          throw new LinkageError();
        };
    return new OpenTelemetry() {
      @Override
      public TracerProvider getTracerProvider() {
        return new TracerProvider() {
          @Override
          public Tracer get(String name) {
            return tracer;
          }

          @Override
          public Tracer get(String name, String version) {
            return tracer;
          }
        };
      }

      @Override
      public ContextPropagators getPropagators() {
        return ContextPropagators.noop();
      }
    };
  }
}
