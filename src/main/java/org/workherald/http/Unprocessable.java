package org.workherald.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.validation.Violation;
import java.util.List;

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
   * @param member of the problem, beside the standard ones
   */
  public static HttpProblem of(String detail, String member, Object value) {
    return problem().withDetail(detail).with(member, value).build();
  }

  /** By number: {@code Response.Status} does not know it. */
  private static HttpProblem.Builder problem() {
    return HttpProblem.builder().withStatus(422).withTitle("Unprocessable Content");
  }
}
