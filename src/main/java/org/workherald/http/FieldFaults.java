package org.workherald.http;

import io.quarkiverse.resteasy.problem.validation.HttpValidationProblem;
import io.quarkiverse.resteasy.problem.validation.Violation;
import java.util.Comparator;
import java.util.List;

/** A {@code 400} for fields that break their schema or constraints, all at once. */
public class FieldFaults extends HttpValidationProblem {

  private final transient List<Violation> violations;

  public FieldFaults(List<Violation> violations) {
    super(400, "Bad Request", sorted(violations));
    this.violations = sorted(violations);
  }

  public List<Violation> violations() {
    return violations;
  }

  static List<Violation> sorted(List<Violation> violations) {
    return violations.stream()
        .sorted(Comparator.comparing((Violation violation) -> violation.field))
        .toList();
  }
}
