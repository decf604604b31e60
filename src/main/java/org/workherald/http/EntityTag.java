package org.workherald.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;
import java.util.Arrays;

/** The ETag of something that has revisions. */
public record EntityTag(long revision) {

  /** As it stands in the header. */
  @Override
  public String toString() {
    return "\"" + revision + "\"";
  }

  /**
   * A strong comparison (RFC 9110 §13.1.1).
   *
   * @param ifMatch the header, or {@code null}, which matches everything
   * @throws HttpProblem 412 when it does not match
   */
  public void require(String ifMatch) {
    if (ifMatch != null
        && Arrays.stream(ifMatch.split(","))
            .map(String::strip)
            .noneMatch(tag -> tag.equals("*") || tag.equals(toString()))) {
      throw stale();
    }
  }

  /** A {@code 412} for somebody who has seen another revision. */
  public HttpProblem stale() {
    return HttpProblem.valueOf(
        Status.PRECONDITION_FAILED,
        "It was changed in the meantime, and has another revision by now. GET it, and decide again.");
  }
}
