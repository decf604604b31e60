package org.workherald.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;

/**
 * Limits the size of bodies: by their {@code Content-Length} before a byte is read. Those that do
 * not tell are measured by {@link BodyIntake}. The limit of the HTTP server itself is but the last
 * line.
 */
@Singleton
public class BodyLimit {

  private static final long ONE = 1L << 20;
  private static final long BATCH = 16L << 20;
  private static final long WORTH_READING = 64L << 20;
  private static final int BEFORE_OTHERS = 1_000;

  void register(@Observes Filters filters) {
    filters.register(BodyLimit::check, BEFORE_OTHERS);
  }

  private static void check(RoutingContext context) {
    var length = context.request().getHeader(HttpHeaderNames.CONTENT_LENGTH);
    long limit = limit(context.normalizedPath());
    if (length == null || Long.parseLong(length) <= limit) {
      context.next();
    } else if (Long.parseLong(length) <= WORTH_READING) {
      // Most clients look at the answer only when they have sent everything.
      context.request().handler(ignored -> {}).endHandler(end -> refuse(context, limit)).resume();
    } else {
      refuse(context, limit);
    }
  }

  private static void refuse(RoutingContext context, long limit) {
    var response =
        context
            .response()
            .putHeader(HttpHeaderNames.CONNECTION, "close")
            .endHandler(ended -> context.request().connection().close());
    RouteProblem.send(response, 413, "Request Entity Too Large", detail(limit));
  }

  static HttpProblem problem(long limit) {
    return HttpProblem.valueOf(Status.REQUEST_ENTITY_TOO_LARGE, detail(limit));
  }

  static long limit(String path) {
    return path.equals("/notifications/batch") ? BATCH : ONE;
  }

  private static String detail(long limit) {
    return "A body here may have up to %d MiB.".formatted(limit >> 20);
  }
}
