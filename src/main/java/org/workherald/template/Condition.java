package org.workherald.template;

import io.quarkus.qute.Booleans;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What an {@code {#if}} asks, as a tree. Qute's own {@code if} answers some questions wrongly
 * ({@code a && b || c} is false whenever {@code a} is), and stumbles over values that are no
 * numbers.
 */
sealed interface Condition {

  /**
   * @param value of an operand
   */
  boolean holds(Function<String, Object> value);

  /** The operands in it, as written. */
  Stream<String> operands();

  /** There is something: neither an empty text or list, nor 0 or false. */
  record Present(String operand) implements Condition {
    @Override
    public boolean holds(Function<String, Object> value) {
      return !Booleans.isFalsy(value.apply(operand));
    }

    @Override
    public Stream<String> operands() {
      return Stream.of(operand);
    }
  }

  /** Not so. */
  record Not(Condition condition) implements Condition {
    @Override
    public boolean holds(Function<String, Object> value) {
      return !condition.holds(value);
    }

    @Override
    public Stream<String> operands() {
      return condition.operands();
    }
  }

  /** All of them. */
  record All(List<Condition> conditions) implements Condition {
    @Override
    public boolean holds(Function<String, Object> value) {
      return conditions.stream().allMatch(condition -> condition.holds(value));
    }

    @Override
    public Stream<String> operands() {
      return conditions.stream().flatMap(Condition::operands);
    }
  }

  /** One of them or more. */
  record Any(List<Condition> conditions) implements Condition {
    @Override
    public boolean holds(Function<String, Object> value) {
      return conditions.stream().anyMatch(condition -> condition.holds(value));
    }

    @Override
    public Stream<String> operands() {
      return conditions.stream().flatMap(Condition::operands);
    }
  }

  /** Two values of the same kind, compared. */
  record Compared(String left, Comparison how, String right) implements Condition {
    @Override
    public boolean holds(Function<String, Object> value) {
      return how.holds(value.apply(left), value.apply(right));
    }

    @Override
    public Stream<String> operands() {
      return Stream.of(left, right);
    }
  }

  /** How two values may compare. All but the first two are for numbers alone. */
  enum Comparison {
    EQUAL("==", "eq", "is"),
    UNEQUAL("!=", "ne"),
    GREATER(">", "gt"),
    GREATER_OR_EQUAL(">=", "ge"),
    LESS("<", "lt"),
    LESS_OR_EQUAL("<=", "le");

    private final List<String> signs;

    Comparison(String... signs) {
      this.signs = List.of(signs);
    }

    static Comparison of(String sign) {
      return Stream.of(values()).filter(c -> c.signs.contains(sign)).findFirst().orElse(null);
    }

    boolean ofNumbers() {
      return ordinal() > UNEQUAL.ordinal();
    }

    private boolean holds(Object left, Object right) {
      if (!(left instanceof Number a && right instanceof Number b)) {
        // The check has refused anything but texts, or flags, to be equal or not.
        return left.equals(right) == (this == EQUAL);
      }
      int order = Double.compare(a.doubleValue(), b.doubleValue());
      return switch (this) {
        case EQUAL -> order == 0;
        case UNEQUAL -> order != 0;
        case GREATER -> order > 0;
        case GREATER_OR_EQUAL -> order >= 0;
        case LESS -> order < 0;
        case LESS_OR_EQUAL -> order <= 0;
      };
    }
  }
}
