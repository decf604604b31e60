package org.workherald.smtp;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.validation.Violation;
import java.util.List;
import java.util.stream.Collectors;
import org.workherald.http.Unprocessable;

/** Settings that cannot be applied, with every reason at once. */
public final class InvalidSettings extends IllegalArgumentException {

  private final transient List<Fault> faults;

  /**
   * @param field as the HTTP contract calls it
   * @param message in plain words; never quotes the value
   */
  public record Fault(String field, String message) {}

  public InvalidSettings(List<Fault> faults) {
    super(
        faults.stream()
            .map(fault -> fault.field() + " " + fault.message())
            .collect(Collectors.joining("; ")));
    this.faults = List.copyOf(faults);
  }

  public List<Fault> faults() {
    return faults;
  }

  /** As a {@code 422}. */
  HttpProblem problem() {
    return Unprocessable.of(
        faults.stream()
            .map(fault -> Violation.In.body.field(fault.field()).message(fault.message()))
            .toList());
  }
}
