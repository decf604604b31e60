package org.workherald.store;

import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;

/** Answers {@link DatabaseUnavailable} as a problem (RFC 9457) that says when to come back. */
@Provider
class DatabaseUnavailableMapper extends ExceptionMapperBase<DatabaseUnavailable> {

  private static final int RETRY_AFTER_SECONDS = 5;

  private static final String AWAY =
      "The database is not available. Try again later, with the same Idempotency-Key.";

  private static final String UNKNOWN =
      "The connection to the database broke while this was being stored: it may have been stored,"
          + " or not. A repeat with the same Idempotency-Key is safe. Without one, look first what"
          + " is there: a repeat may do it a second time.";

  @Override
  protected HttpProblem toProblem(DatabaseUnavailable unavailable) {
    return HttpProblem.builder()
        .withStatus(Status.SERVICE_UNAVAILABLE)
        .withTitle(Status.SERVICE_UNAVAILABLE.getReasonPhrase())
        .withDetail(unavailable instanceof CommitUnknown ? UNKNOWN : AWAY)
        .withHeader("Retry-After", RETRY_AFTER_SECONDS)
        .build();
  }
}
