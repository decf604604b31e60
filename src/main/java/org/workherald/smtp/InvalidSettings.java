package org.workherald.smtp;

import java.util.List;
import java.util.stream.Collectors;

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
}
