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

  private static final String BUSY =
      "Too many lists are asked for at once. Try again in " + RETRY_AFTER_SECONDS + " s.";

  @Override
  protected HttpProblem toProblem(DatabaseUnavailable unavailable) {
    return HttpProblem.builder()
        .withStatus(Status.SERVICE_UNAVAILABLE)
        .withTitle(Status.SERVICE_UNAVAILABLE.getReasonPhrase())
        .withDetail(detail(unavailable))
        .withHeader("Retry-After", RETRY_AFTER_SECONDS)
        .build();
  }

  private static String detail(DatabaseUnavailable unavailable) {
    if (unavailable instanceof CommitUnknown) {
      return UNKNOWN;
    }
    return unavailable instanceof TooManyReads ? BUSY : AWAY;
  }
}
