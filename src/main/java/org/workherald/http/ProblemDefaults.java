package org.workherald.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.quarkiverse.resteasy.problem.validation.Violation;
import io.vertx.core.http.HttpClosedException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Logs what is our own fault, and completes every problem (RFC 9457) with a type, a title and a
 * detail. Where the detail is the framework's own message it is replaced: that names classes, or
 * echoes what was sent.
 */
@Singleton
public class ProblemDefaults implements ProblemPostProcessor {

  private static final URI BLANK = URI.create("about:blank");
  private static final int AFTER_THE_EXTENSION = 50;
  private static final Logger LOG = Logger.getLogger(ProblemDefaults.class);

  @Override
  public HttpProblem apply(HttpProblem problem, ProblemContext context) {
    if (problem.getStatusCode() == Status.INTERNAL_SERVER_ERROR.getStatusCode()
        && !gone(context.cause)) {
      LOG.error("A request failed", context.cause);
    }
    boolean ours =
        context.cause.getClass().getName().startsWith("org.workherald")
            || context.cause instanceof HttpProblem;
    return complete(ours ? problem : HttpProblem.builder(problem).withDetail(null).build());
  }

  /** Whether the caller did not wait for the answer: that is nobody's fault. */
  private static boolean gone(Throwable cause) {
    return cause != null && (cause instanceof HttpClosedException || gone(cause.getCause()));
  }

  @Override
  public int priority() {
    return AFTER_THE_EXTENSION;
  }

  /** The problem with type, title and detail, and its violations in the order of their fields. */
  public static HttpProblem complete(HttpProblem problem) {
    var complete = HttpProblem.builder(problem);
    var status = Status.fromStatusCode(problem.getStatusCode());
    if (problem.getType() == null) {
      complete.withType(BLANK);
    }
    if (problem.getTitle() == null && status != null) {
      complete.withTitle(status.getReasonPhrase());
    }
    if (problem.getParameters().get("violations") instanceof List<?> violations) {
      var sorted =
          violations.stream()
              .map(Violation.class::cast)
              .map(each -> violation(FieldFaults.field(each.field), each))
              .sorted(Comparator.comparing(violation -> violation.field))
              .limit(FieldFaults.MOST)
              .toList();
      complete.with("violations", sorted);
      if (problem.getDetail() == null) {
        complete.withDetail(summary(sorted));
      }
    } else if (problem.getDetail() == null && status != null) {
      complete.withDetail(explain(status));
    }
    return complete.build();
  }

  private static Violation violation(String field, Violation violation) {
    var in = "?".equals(violation.in) ? Violation.In.body : Violation.In.valueOf(violation.in);
    return in.field(field).message(violation.message);
  }

  private static String summary(List<Violation> violations) {
    if (violations.size() > 1) {
      return violations.size() + " fields are wrong; see the violations.";
    }
    var only = violations.get(0);
    return (only.field.isEmpty() ? "The " + only.in : only.field) + " " + only.message + ".";
  }

  private static String explain(Status status) {
    return switch (status) {
      case UNAUTHORIZED -> "Send a valid API key in the header: Authorization: Bearer <key>";
      case FORBIDDEN -> "Your key does not have the role that this needs.";
      case NOT_FOUND -> "There is nothing at this address.";
      case METHOD_NOT_ALLOWED -> "This address does not know this method; see the Allow header.";
      case NOT_ACCEPTABLE -> "The answer cannot be given in the type that the Accept header asks.";
      case UNSUPPORTED_MEDIA_TYPE -> "The body is of a type that is not understood here.";
      case BAD_REQUEST -> "The request cannot be understood.";
      case SERVICE_UNAVAILABLE ->
          "The database is not available. Try again later, with the same Idempotency-Key.";
      case INTERNAL_SERVER_ERROR -> "Something went wrong on our side; the log says more.";
      default -> status.getReasonPhrase();
    };
  }
}
