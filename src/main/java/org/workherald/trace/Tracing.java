package org.workherald.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Records spans with OpenTelemetry, or does nothing: see {@link TracingSettings}. Spans carry ids
 * and what was decided, and never addresses, subjects or the words of servers and callers. Nothing
 * that breaks in it breaks the work.
 */
@Singleton
public class Tracing {

  private final Tracer tracer;

  @Inject
  Tracing(
      OpenTelemetry telemetry,
      @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "false") boolean off) {
    this(off ? null : telemetry);
  }

  /**
   * @param telemetry {@code null}: does nothing
   */
  public Tracing(OpenTelemetry telemetry) {
    this.tracer = telemetry == null ? null : telemetry.getTracer("org.workherald");
  }

  /**
   * Does some work in a span of the trace that this thread works in.
   *
   * @param attributes gives the span some
   */
  public <T> T here(String name, Consumer<Span> attributes, Supplier<T> work) {
    return tracer == null ? work.get() : span(name, Context::current, attributes, work);
  }

  /**
   * Does some work in a span of an earlier trace.
   *
   * @param parent {@code null}: there is none, and no span either
   */
  public <T> T later(
      String name, TraceContext parent, Consumer<Span> attributes, Supplier<T> work) {
    return tracer == null || parent == null
        ? work.get()
        : span(name, parent::parent, attributes, work);
  }

  /**
   * Records what a mail server was asked, after the fact.
   *
   * @param parent {@code null}: there is none, and no span either
   */
  public void asked(
      String name, TraceContext parent, Instant end, Duration took, Consumer<Span> attributes) {
    if (tracer != null && parent != null) {
      Aside.run(
          () -> {
            Span span =
                tracer
                    .spanBuilder(name)
                    .setSpanKind(SpanKind.CLIENT)
                    .setParent(parent.parent())
                    .setStartTimestamp(end.minus(took))
                    .startSpan();
            attributes.accept(span);
            span.end(end);
          });
    }
  }

  /** The work is done once, and what comes of it stands, whatever becomes of the span. */
  private <T> T span(
      String name, Supplier<Context> parent, Consumer<Span> attributes, Supplier<T> work) {
    Running running = new Running();
    Aside.run(() -> running.start(tracer.spanBuilder(name), parent.get(), attributes));
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      Aside.run(() -> running.failed(e));
      throw e;
    } finally {
      Aside.run(running::end);
    }
  }

  /** A span that this thread works in, as far as there is one. */
  private static final class Running {

    private Span span = Span.getInvalid();
    private Scope scope = Scope.noop();

    void start(SpanBuilder builder, Context parent, Consumer<Span> attributes) {
      span = builder.setParent(parent).startSpan();
      scope = parent.with(span).makeCurrent();
      attributes.accept(span);
    }

    void failed(Throwable problem) {
      // Its kind only: the message may quote what the mail is about.
      span.setStatus(StatusCode.ERROR);
      span.setAttribute("error.type", problem.getClass().getName());
    }

    void end() {
      try {
        scope.close();
      } finally {
        span.end();
      }
    }
  }
}
