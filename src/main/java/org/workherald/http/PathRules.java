package org.workherald.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Refuses paths with a NUL in them: no id has one, and not every database can be asked for it. */
@Singleton
public class PathRules {

  private static final int BEFORE_OTHERS = 1_000;

  void register(@Observes Filters filters) {
    filters.register(PathRules::check, BEFORE_OTHERS);
  }

  private static void check(RoutingContext context) {
    if (context.request().path().contains("%00")) {
      RouteProblem.send(
          context.response(), 400, "Bad Request", "The path has a NUL character in it.");
    } else {
      context.next();
    }
  }
}
