package org.workherald.filenet;

import static org.workherald.filenet.Remark.Kind.CHANGED;
import static org.workherald.filenet.Remark.Kind.GUESSED;
import static org.workherald.filenet.Remark.Kind.REMOVED;

import org.workherald.filenet.Remark.Kind;

/**
 * What a field becomes where it stands by itself.
 *
 * @param expression of Workherald's templates, or the empty string for nothing
 * @param kind of the remark to make about it; {@code null} for none
 * @param what became of it; {@code null} when there is nothing to remark
 */
record Meaning(String expression, Kind kind, String what, String remedy) {

  /** As callers may name fields. */
  private static final int LONGEST_NAME = 100;

  private static final String SYSTEM_FIELD = "F_";

  static Meaning of(Token token) {
    return FileNetField.of(token.name())
        .map(field -> token.index() <= 1 ? known(field) : other(field, token))
        .orElseGet(() -> own(token));
  }

  private static Meaning known(FileNetField field) {
    String what =
        field.difference() == null
            ? null
            : (field.expression().isEmpty() ? "left out: " : "now " + field.expression() + ": ")
                + field.difference();
    return new Meaning(field.expression(), field.kind(), what, field.remedy());
  }

  private static Meaning other(FileNetField field, Token token) {
    return new Meaning(
        "",
        REMOVED,
        "left out: there is only one of it here, for $%s[1]".formatted(field.field()),
        "Have the callers send it as workItem.fields['%s'], and write {item.fields['%1$s']}."
            .formatted(name(token)));
  }

  private static Meaning own(Token token) {
    String name = name(token);
    if (name.length() > LONGEST_NAME) {
      return new Meaning(
          "",
          REMOVED,
          "left out: the name of a field has %d characters at most".formatted(LONGEST_NAME),
          "Name the field otherwise, or end its name with a space.");
    }
    String expression = "{item.fields['" + name + "']}";
    String needed = "Have the callers send it as workItem.fields['" + name + "'].";
    if (token.name().startsWith(SYSTEM_FIELD)) {
      String meant =
          FileNetField.like(token.name())
              .map(field -> "; capital letters matter, and there is $" + field.field())
              .orElse("");
      return new Meaning(
          expression,
          GUESSED,
          "now %s: no such system field is known%s".formatted(expression, meant),
          needed + " Empty without.");
    }
    if (token.name().charAt(0) > 0x7f) {
      return new Meaning(
          expression,
          GUESSED,
          "now %s: where the name ends is not certain".formatted(expression),
          needed + " Empty without.");
    }
    return new Meaning(
        expression,
        CHANGED,
        "now %s: a field of your own".formatted(expression),
        needed + " Empty without.");
  }

  private static String name(Token token) {
    return token.index() == 0 ? token.name() : "%s[%d]".formatted(token.name(), token.index());
  }
}
