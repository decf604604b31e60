package org.workherald.store;

import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;

/** Answers {@link DatabaseUnavailable} as a problem (RFC 9457) that says when to come back. */
@Provider
class DatabaseUnavailableMapper extends ExceptionMapperBase<DatabaseUnavailable> {

  private static final int RETRY_AFTER_SECONDS = 5;

  @Override
  protected HttpProblem toProblem(DatabaseUnavailable unavailable) {
    return HttpProblem.builder()
        .withStatus(Status.SERVICE_UNAVAILABLE)
        .withTitle(Status.SERVICE_UNAVAILABLE.getReasonPhrase())
        .withDetail(
            "The database is not available. Try again later, with the same Idempotency-Key.")
        .withHeader("Retry-After", RETRY_AFTER_SECONDS)
        .build();
  }
}
