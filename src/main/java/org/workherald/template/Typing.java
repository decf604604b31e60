package org.workherald.template;

import io.quarkus.qute.Expression;
import io.quarkus.qute.Expression.Part;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.workherald.template.Scope.Value;
import org.workherald.template.Scope.Value.Kind;

/** Finds out what an expression comes to, or what is wrong with it. */
final class Typing {

  private final Scope scope;

  private Typing(Scope scope) {
    this.scope = scope;
  }

  /** What is wrong with an expression. */
  static final class Wrong extends RuntimeException {
    Wrong(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * @throws Wrong with the reason
   */
  static Value of(Expression expression, Scope scope) {
    return new Typing(scope).value(expression);
  }

  private Value value(Expression expression) {
    if (expression.hasNamespace()) {
      throw new Wrong(
          ("there is no namespace %s; write spaces around ? and :, and after a brace that is no tag,"
                  + " or put a style sheet between {| and |}")
              .formatted(expression.getNamespace()));
    }
    if (expression.isLiteral()) {
      Object literal = expression.getLiteral();
      return literal == null
          ? Value.NOTHING
          : literal instanceof Number
              ? Value.NUMBER
              : literal instanceof Boolean ? Value.FLAG : Value.TEXT;
    }
    List<Part> parts = expression.getParts();
    if (parts.isEmpty()) {
      throw new Wrong("there is nothing in it");
    }
    Value value = first(parts.get(0));
    StringBuilder path = new StringBuilder(parts.get(0).getName());
    for (int i = 1; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.isVirtualMethod() && part.getName().equals("?")) {
        value = either(parts, i++);
      } else if (part.isVirtualMethod()) {
        value = call(value, part, path);
      } else {
        value = member(value, part.getName(), path);
      }
      path.append('.').append(part.getName());
    }
    return value;
  }

  private Value first(Part part) {
    String name = part.getName();
    if (part.isVirtualMethod()) {
      throw new Wrong("there is no function %s()".formatted(name));
    }
    return scope.value(name).orElseThrow(() -> unknown(name, guess(name)));
  }

  /** {@code a ? b : c}. */
  private Value either(List<Part> parts, int at) {
    Part then = parts.get(at);
    Part other = at + 1 < parts.size() ? parts.get(at + 1) : null;
    if (other == null || !other.isVirtualMethod() || !other.getName().equals(":")) {
      throw new Wrong("? needs a : after it, each with spaces around it");
    }
    Value yes = parameter(then);
    return joined(yes, parameter(other));
  }

  private Value call(Value value, Part part, CharSequence path) {
    String name = part.getName();
    if (Access.OTHERWISE_NAMES.contains(name)) {
      return joined(value, parameter(part));
    }
    List<Expression> parameters = part.asVirtualMethod().getParameters();
    if (value.kind() == Kind.NAMES
        && name.equals("get")
        && parameters.size() == 1
        && parameters.get(0).getLiteral() instanceof String) {
      return Value.TEXT;
    }
    throw new Wrong("nothing can be called here: there is no %s.%s()".formatted(path, name));
  }

  private Value parameter(Part part) {
    List<Expression> parameters = part.asVirtualMethod().getParameters();
    if (parameters.size() != 1) {
      throw new Wrong("%s needs one value after it".formatted(part.getName()));
    }
    return value(parameters.get(0));
  }

  /** Of two that may come out; both of them have to be printable. */
  private static Value joined(Value one, Value other) {
    if (!one.kind().printable() || !other.kind().printable()) {
      throw new Wrong("only texts can be chosen between");
    }
    return one.kind() == Kind.RAW || other.kind() == Kind.RAW ? Value.RAW : Value.TEXT;
  }

  private Value member(Value value, String name, CharSequence path) {
    return switch (value.kind()) {
      case GROUP -> {
        Term.Group group = (Term.Group) value.term();
        yield group
            .member(name)
            .map(Value::of)
            .orElseThrow(() -> unknown(path + "." + name, guess(name, path, group.members())));
      }
      case ELEMENT -> {
        Term.Many list = (Term.Many) value.term();
        yield list.member(name)
            .map(Value::of)
            .orElseThrow(() -> unknown(path + "." + name, guess(name, path, list.element())));
      }
      case NAMES -> Value.TEXT;
      case LIST -> {
        if (name.equals("size")) {
          yield Value.NUMBER;
        }
        throw new Wrong("%s is a list: loop over it with {#for x in %1$s}".formatted(path));
      }
      case TEXT -> {
        if (name.equals("raw")) {
          yield Value.RAW;
        }
        throw unknown(path + "." + name, Optional.empty());
      }
      default -> throw unknown(path + "." + name, Optional.empty());
    };
  }

  private static Wrong unknown(String path, Optional<String> meant) {
    return new Wrong(
        "unknown field " + path + meant.map(m -> "; did you mean " + m + "?").orElse(""));
  }

  private static Optional<String> guess(
      String name, CharSequence path, Collection<? extends Term> members) {
    return Nearest.of(name, members.stream().map(Term::name).toList())
        .map(near -> path + "." + near);
  }

  /** Of a name that stands alone: perhaps the group before it was forgotten. */
  private Optional<String> guess(String name) {
    for (String group : List.of("", "item.", "recipient.", "words.")) {
      if (Vocabulary.paths().contains(group + name)) {
        return Optional.of(group + name);
      }
    }
    Stream<String> aliases =
        Stream.iterate(scope, s -> s.alias() != null, Scope::outer).map(Scope::alias);
    List<String> names = Stream.concat(aliases, Vocabulary.TERMS.stream().map(Term::name)).toList();
    Term.Group item = (Term.Group) Vocabulary.ROOT.member("item").orElseThrow();
    return Nearest.of(name, names).or(() -> guess(name, "item", item.members()));
  }
}
