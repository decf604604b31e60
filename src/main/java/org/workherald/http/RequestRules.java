package org.workherald.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;

/**
 * Refuses requests that the framework behind would stumble over, in plain words: what is answered
 * there is a fault of ours, an empty answer, or one in a form of its own.
 */
@Singleton
public class RequestRules {

  private static final int AFTER_AUTHORIZATION = 50;

  void register(@Observes Filters filters) {
    filters.register(RequestRules::check, AFTER_AUTHORIZATION);
  }

  /** What fails before any filter is asked, such as a request without a host. */
  void register(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(RequestRules::explain);
  }

  private static void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.path().contains("%00")) {
      // No id has one, and not every database can be asked for it.
      RouteProblem.send(
          context.response(), 400, "Bad Request", "The path has a NUL character in it.");
    } else if (!readable(request.getHeader(HttpHeaderNames.CONTENT_TYPE))) {
      RouteProblem.send(
          context.response(), 400, "Bad Request", "The Content-Type is no type of content.");
    } else {
      context.next();
    }
  }

  private static boolean readable(String type) {
    try {
      return type == null || MediaType.valueOf(type) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void explain(RoutingContext context) {
    if (context.response().headWritten()) {
      context.next();
    } else if (!context.request().path().startsWith("/")) {
      RouteProblem.send(context.response(), 404, "Not Found", "There is nothing at this address.");
    } else if (context.statusCode() == 400 && context.request().authority() == null) {
      RouteProblem.send(
          context.response(), 400, "Bad Request", "The request has no valid Host header.");
    } else if (context.statusCode() == 400) {
      RouteProblem.send(
          context.response(), 400, "Bad Request", "The request is no valid HTTP request.");
    } else {
      context.next();
    }
  }
}
