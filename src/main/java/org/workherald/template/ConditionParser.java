package org.workherald.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.workherald.template.Condition.All;
import org.workherald.template.Condition.Any;
import org.workherald.template.Condition.Compared;
import org.workherald.template.Condition.Comparison;
import org.workherald.template.Condition.Not;
import org.workherald.template.Condition.Present;

/** Reads conditions: {@code !}, comparisons, {@code &&} and {@code ||} bind in this order. */
final class ConditionParser {

  private static final int DEEPEST = 8;
  private static final Set<String> AND = Set.of("&&", "and");
  private static final Set<String> OR = Set.of("||", "or");
  private static final String SIGNS = "()!=<>&|";

  private final List<String> tokens;
  private int next;
  private int depth;

  private ConditionParser(List<String> tokens) {
    this.tokens = tokens;
  }

  /** Says what is wrong with a condition. */
  static final class Unreadable extends RuntimeException {
    Unreadable(String message) {
      super(message);
    }
  }

  /**
   * @throws Unreadable with the reason
   */
  static Condition parse(String text) {
    ConditionParser parser = new ConditionParser(tokens(text));
    Condition condition = parser.any();
    if (parser.next < parser.tokens.size()) {
      throw new Unreadable(
          "%s is not expected in a condition; join conditions with && or ||"
              .formatted(parser.tokens.get(parser.next)));
    }
    return condition;
  }

  private Condition any() {
    return joined(OR, this::all, Any::new);
  }

  private Condition all() {
    return joined(AND, this::compared, All::new);
  }

  private Condition joined(
      Set<String> sign, Supplier<Condition> part, Function<List<Condition>, Condition> whole) {
    List<Condition> parts = new ArrayList<>();
    do {
      parts.add(part.get());
    } while (accept(sign));
    return parts.size() == 1 ? parts.get(0) : whole.apply(List.copyOf(parts));
  }

  private Condition compared() {
    Condition left = single();
    Comparison how = next < tokens.size() ? Comparison.of(tokens.get(next)) : null;
    if (how == null) {
      return left;
    }
    next++;
    if (left instanceof Present a && single() instanceof Present b) {
      return new Compared(a.operand(), how, b.operand());
    }
    throw new Unreadable("only values can be compared, not conditions");
  }

  private Condition single() {
    if (next == tokens.size()) {
      throw new Unreadable("the condition ends too early");
    }
    if (++depth > DEEPEST) {
      throw new Unreadable("the condition is nested more than %d deep".formatted(DEEPEST));
    }
    String token = tokens.get(next++);
    Condition condition;
    if (token.equals("!")) {
      condition = new Not(single());
    } else if (token.equals("(")) {
      condition = any();
      if (!accept(Set.of(")"))) {
        throw new Unreadable("a bracket is not closed");
      }
    } else if (SIGNS.indexOf(token.charAt(0)) >= 0) {
      throw new Unreadable("%s is not expected there".formatted(token));
    } else {
      condition = new Present(token);
    }
    depth--;
    return condition;
  }

  private boolean accept(Set<String> signs) {
    boolean found = next < tokens.size() && signs.contains(tokens.get(next));
    if (found) {
      next++;
    }
    return found;
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int end = i + 1;
      if (!Character.isWhitespace(c)) {
        if (SIGNS.indexOf(c) < 0) {
          end = operandEnd(text, i);
        } else if (end < text.length()
            && Set.of("&&", "||", "==", "!=", ">=", "<=").contains(text.substring(i, i + 2))) {
          end = i + 2;
        }
        tokens.add(text.substring(i, end));
      }
      i = end;
    }
    return tokens;
  }

  /** Where an operand ends: spaces and signs within quotes, or a call's brackets, belong to it. */
  private static int operandEnd(String text, int start) {
    int brackets = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '"') {
        int close = text.indexOf(c, i + 1);
        i = close < 0 ? text.length() : close;
      } else if (c == '(' || c == '[') {
        brackets++;
      } else if (brackets > 0) {
        brackets -= c == ')' || c == ']' ? 1 : 0;
      } else if (Character.isWhitespace(c) || SIGNS.indexOf(c) >= 0) {
        return i;
      }
    }
    return text.length();
  }
}
