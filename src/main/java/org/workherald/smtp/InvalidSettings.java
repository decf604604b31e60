package org.workherald.smtp;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.validation.Violation;
import java.util.List;
import java.util.function.Supplier;
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

  /**
   * One part of what is read: its faults join the others.
   *
   * @return {@code null} when there are some
   */
  static <T> T gather(List<Fault> faults, Supplier<T> part) {
    try {
      return part.get();
    } catch (InvalidSettings e) {
      faults.addAll(e.faults());
      return null;
    }
  }

  /**
   * @throws InvalidSettings when there is a fault
   */
  static void throwIfAny(List<Fault> faults) {
    if (!faults.isEmpty()) {
      throw new InvalidSettings(faults);
    }
  }

  public List<Fault> faults() {
    return faults;
  }

  /**
   * As a {@code 422}.
   *
   * @param prefix of the field names, such as {@code from.}
   */
  HttpProblem problem(String prefix) {
    return Unprocessable.of(
        faults.stream()
            .map(fault -> Violation.In.body.field(prefix + fault.field()).message(fault.message()))
            .toList());
  }
}
