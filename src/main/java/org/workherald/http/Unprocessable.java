package org.workherald.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.validation.Violation;
import java.util.List;
import java.util.Map;

/** A {@code 422} (RFC 9110 §15.5.21): the request is well-formed, but cannot be applied. */
public final class Unprocessable {

  private Unprocessable() {}

  /** For fields that are right by themselves. */
  public static HttpProblem of(List<Violation> violations) {
    return problem().with("violations", violations).build();
  }

  public static HttpProblem of(String detail) {
    return problem().withDetail(detail).build();
  }

  /**
   * @param members of the problem, beside the standard ones
   */
  public static HttpProblem of(String detail, Map<String, ?> members) {
    HttpProblem.Builder problem = problem().withDetail(detail);
    members.forEach(problem::with);
    return problem.build();
  }

  /** By number: {@code Response.Status} does not know it. */
  private static HttpProblem.Builder problem() {
    return HttpProblem.builder().withStatus(422).withTitle("Unprocessable Content");
  }
}
