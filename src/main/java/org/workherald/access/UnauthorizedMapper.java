package org.workherald.access;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Answers callers without a valid key, in place of quarkus-resteasy-problem's own mapper, which
 * does not fit this release of Quarkus (a missing field makes it answer 500).
 */
class UnauthorizedMapper {

  private static final int BEFORE_THE_EXTENSION = Priorities.USER - 2;

  /** The same as {@link BearerKey#REFUSAL}. */
  @ServerExceptionMapper(
      value = {UnauthorizedException.class, AuthenticationFailedException.class},
      priority = BEFORE_THE_EXTENSION)
  Response answer() {
    return Response.status(Status.UNAUTHORIZED)
        .header(HttpHeaders.WWW_AUTHENTICATE, BearerKey.SCHEME)
        .type(HttpProblem.MEDIA_TYPE)
        .entity(BearerKey.REFUSAL)
        .build();
  }
}
