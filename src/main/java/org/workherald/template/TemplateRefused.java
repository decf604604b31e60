package org.workherald.template;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.validation.Violation;
import java.util.List;
import java.util.Map;
import org.workherald.http.Unprocessable;

/** A template that is not of the dialect. */
public class TemplateRefused extends Exception {

  private final transient List<Fault> faults;

  TemplateRefused(List<Fault> faults) {
    super(faults.get(0).part() + ", " + faults.get(0).inWords());
    this.faults = List.copyOf(faults);
  }

  /** All that is wrong with it, as far as it was found out: one or more. */
  public List<Fault> faults() {
    return faults;
  }

  /** A {@code 422} that tells all of it. */
  public HttpProblem problem() {
    List<Violation> violations =
        faults.stream()
            .map(fault -> Violation.In.body.field(fault.part()).message(fault.inWords()))
            .toList();
    return Unprocessable.of(
        "The template cannot be used; nothing was changed.",
        Map.of("violations", violations, "faults", faults));
  }
}
