package org.workherald.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.util.HashMap;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Limits how many answers one caller fetches at a time: a large one keeps its thread for as long as
 * the caller takes to read it, and those who read slowly must not keep them all.
 */
@Singleton
class ReadersAtOnce {

  private static final int MOST = 40;

  private final Map<String, Integer> reading = new HashMap<>();

  @ServerRequestFilter(nonBlocking = true)
  void admit(ResteasyReactiveContainerRequestContext call) {
    if (!call.getMethod().equals(HttpMethod.GET)
        || call.getSecurityContext().getUserPrincipal() == null) {
      return;
    }
    String caller = call.getSecurityContext().getUserPrincipal().getName();
    synchronized (reading) {
      if (reading.getOrDefault(caller, 0) >= MOST) {
        throw HttpProblem.builder()
            .withStatus(Status.TOO_MANY_REQUESTS)
            .withTitle(Status.TOO_MANY_REQUESTS.getReasonPhrase())
            .withDetail("You may fetch " + MOST + " answers at a time. Try again in 1 s.")
            .withHeader(HttpHeaders.RETRY_AFTER, 1)
            .build();
      }
      reading.merge(caller, 1, Integer::sum);
    }
    // Not when the connection is gone: the request keeps its thread all the same.
    call.getServerRequestContext().registerCompletionCallback(processed -> release(caller));
  }

  private void release(String caller) {
    synchronized (reading) {
      reading.computeIfPresent(caller, (name, own) -> own == 1 ? null : own - 1);
    }
  }
}
