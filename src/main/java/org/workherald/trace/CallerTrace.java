package org.workherald.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Puts a request into the trace that its caller names (W3C Trace Context), also while no traces are
 * recorded here: its log lines carry the id all the same, and what it leaves behind keeps it.
 */
@Singleton
class CallerTrace {

  private static final int BEFORE_AUTHENTICATION = 300;

  void register(@Observes Filters filters) {
    filters.register(CallerTrace::enter, BEFORE_AUTHENTICATION);
  }

  private static void enter(RoutingContext routing) {
    // When traces are recorded, the request has a span by now, which stands in the caller's trace.
    if (routing.request().headers().contains(TraceContext.PARENT) && !inTrace(Context.current())) {
      Context context = TraceContext.read(routing.request(), Headers.GETTER);
      if (inTrace(context)) {
        // Belongs to the request, not to this thread: Quarkus keeps it in the context of Vert.x.
        Scope scope = context.makeCurrent();
        routing.addEndHandler(end -> scope.close());
      }
    }
    routing.next();
  }

  private static boolean inTrace(Context context) {
    return Span.fromContext(context).getSpanContext().isValid();
  }

  private static final class Headers implements TextMapGetter<HttpServerRequest> {

    static final Headers GETTER = new Headers();

    @Override
    public Iterable<String> keys(HttpServerRequest request) {
      return request.headers().names();
    }

    /** Lists may come in several headers (RFC 9110 section 5.3); a traceparent is none. */
    @Override
    public String get(HttpServerRequest request, String key) {
      List<String> values = request.headers().getAll(key);
      return values.isEmpty() ? null : String.join(",", values);
    }
  }
}
