package org.workherald.http;

import io.quarkiverse.resteasy.problem.validation.HttpValidationProblem;
import io.quarkiverse.resteasy.problem.validation.Violation;
import jakarta.validation.ConstraintViolation;
import java.util.List;
import java.util.Set;

/** A {@code 400} for fields that break their schema or constraints, all at once. */
public class FieldFaults extends HttpValidationProblem {

  /** How many are told at most: who sends more than that does not read them one by one. */
  static final int MOST = 100;

  public FieldFaults(List<Violation> violations) {
    super(400, "Bad Request", violations);
  }

  /** The faults that validating a body found. */
  public static FieldFaults of(Set<? extends ConstraintViolation<?>> broken) {
    return new FieldFaults(broken.stream().map(FieldFaults::violation).toList());
  }

  /** What it tells of. */
  public List<Violation> violations() {
    return ((List<?>) getParameters().get("violations"))
        .stream().map(Violation.class::cast).toList();
  }

  static Violation violation(ConstraintViolation<?> broken) {
    return Violation.In.body
        .field(field(broken.getPropertyPath().toString()))
        .message(broken.getMessage());
  }

  /**
   * The field as callers know it, such as {@code recipients[0].email} or {@code fields.Amount}: the
   * validator marks parts of containers in its own way.
   */
  static String field(String path) {
    return path.replaceAll("\\.?<(K|list element|map key|map value|iterable element)>", "")
        .replace("[]", "")
        .replaceAll("\\[(?!\\d+])([^]]*)]", ".$1");
  }
}
