package org.workherald.trace;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where in which trace something happens, as W3C Trace Context writes it: what a request stands in,
 * kept so that what it leads to much later stands there, too.
 *
 * @param traceparent 55 characters
 * @param tracestate what tracing systems add to it, {@link #LONGEST_STATE} characters at most; or
 *     {@code null}
 */
public record TraceContext(String traceparent, String tracestate) {

  static final String PARENT = "traceparent";
  static final String STATE = "tracestate";

  /** Systems need not pass on more than that (section 3.3.1.5). */
  static final int LONGEST_STATE = 512;

  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final int ID = "00-".length();
  private static final int ID_LENGTH = 32;

  /** That of the work which this thread does, or {@code null} when it stands in no trace. */
  public static TraceContext current() {
    return of(Context.current());
  }

  static TraceContext of(Context context) {
    Map<String, String> written = new HashMap<>();
    W3C.inject(context, written, Map::put);
    String state = written.get(STATE);
    return written.containsKey(PARENT)
        ? new TraceContext(
            written.get(PARENT), state == null || state.length() > LONGEST_STATE ? null : state)
        : null;
  }

  /**
   * What was kept, or {@code null} when it is none.
   *
   * @param traceparent or {@code null}
   * @param tracestate or {@code null}
   */
  public static TraceContext kept(String traceparent, String tracestate) {
    if (traceparent == null) {
      return null;
    }
    try {
      return of(new TraceContext(traceparent, tracestate).parent());
    } catch (RuntimeException e) {
      // The propagator takes it for granted that a header has no characters beyond ASCII.
      return null;
    }
  }

  /** Reads headers; when they are not as they must be, nothing is current in what comes of it. */
  static <C> Context read(C headers, TextMapGetter<C> getter) {
    return W3C.extract(Context.root(), headers, getter);
  }

  /** The id of the trace, 32 hex digits. */
  public String id() {
    return traceparent.substring(ID, ID + ID_LENGTH);
  }

  /** For spans that continue it. */
  Context parent() {
    return read(this, Written.GETTER);
  }

  private static final class Written implements TextMapGetter<TraceContext> {

    static final Written GETTER = new Written();

    @Override
    public Iterable<String> keys(TraceContext written) {
      return List.of(PARENT, STATE);
    }

    @Override
    public String get(TraceContext written, String key) {
      return PARENT.equals(key) ? written.traceparent : written.tracestate;
    }
  }
}
