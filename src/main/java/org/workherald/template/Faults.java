package org.workherald.template;

import java.util.ArrayList;
import java.util.List;
import org.workherald.http.Printable;
import org.workherald.template.Fault.Position;

/** Collects what is found out about one part of a template, up to a bound. */
final class Faults {

  /** Whoever has more than that does not read them one by one. */
  private static final int MOST = 50;

  private static final int LONGEST = 300;

  private final MailTemplate.Part part;
  private final List<Fault> errors = new ArrayList<>();
  private final List<Fault> warnings = new ArrayList<>();

  Faults(MailTemplate.Part part) {
    this.part = part;
  }

  MailTemplate.Part part() {
    return part;
  }

  void error(Position at, String message) {
    add(errors, at, message);
  }

  void warning(Position at, String message) {
    add(warnings, at, message);
  }

  private void add(List<Fault> list, Position at, String message) {
    if (list.size() < MOST) {
      list.add(new Fault(part, at, Printable.of(message, LONGEST)));
    }
  }

  List<Fault> errors() {
    return errors;
  }

  List<Fault> warnings() {
    return warnings;
  }
}
