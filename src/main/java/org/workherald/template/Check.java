package org.workherald.template;

import io.quarkus.qute.Expression;
import io.quarkus.qute.SectionBlock;
import io.quarkus.qute.SectionNode;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateNode;
import io.quarkus.qute.TemplateNode.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.workherald.template.Condition.Compared;
import org.workherald.template.Fault.Position;
import org.workherald.template.Scope.Value;
import org.workherald.template.Scope.Value.Kind;

/**
 * Holds a parsed template against the {@link Vocabulary}, and bounds the work that it can make,
 * whatever the data.
 */
final class Check {

  private static final int DEEPEST_LOOP = 2;

  /** How many nodes may come to be evaluated. */
  private static final long MOST_WORK = 100_000;

  private static final Pattern ALIAS = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,30}");
  private static final String NO_VALUE = "$empty$";

  /** Addresses that are known to be some, and texts that no caller has a say in. */
  private static final Pattern OURS =
      Pattern.compile(
          "item\\.url|preferences|event|language|direction|start|tone|color|words\\..*|\\w+_\\w+");

  private final Tags tags;
  private final Faults faults;
  private long work;

  private Check(Tags tags, Faults faults) {
    this.tags = tags;
    this.faults = faults;
  }

  static void run(Template template, Tags tags, Faults faults) {
    Check check = new Check(tags, faults);
    check.nodes(template.getNodes(), Scope.ROOT, 1);
    if (check.work > MOST_WORK) {
      faults.error(
          new Position(1, 1),
          "rendering it could take %d steps, and %d are allowed: put less into its loops"
              .formatted(check.work, MOST_WORK));
    }
  }

  /**
   * @param times how often they may be evaluated
   */
  private void nodes(List<TemplateNode> nodes, Scope scope, long times) {
    for (TemplateNode node : nodes) {
      work += times;
      switch (node.kind()) {
        case TEXT -> {}
        case EXPRESSION -> output(node.asExpression().getExpressions().get(0), scope);
        case SECTION -> section(node.asSection(), scope, times);
        default -> faults.error(at(node.getOrigin()), "this is not in the dialect");
      }
    }
  }

  private void output(Expression expression, Scope scope) {
    Position at = at(expression.getOrigin());
    value(expression, scope, at)
        .ifPresent(
            value -> {
              if (!value.kind().printable() || value.kind() == Kind.NOTHING) {
                faults.error(
                    at,
                    "%s is no text; name something in it".formatted(expression.toOriginalString()));
              } else if (faults.part() == MailTemplate.Part.HTML) {
                markup(expression, value, at);
              }
            });
  }

  /** Warns of values that are not made harmless by escaping, where they are. */
  private void markup(Expression expression, Value value, Position at) {
    String written = expression.toOriginalString();
    Origin origin = expression.getOrigin();
    if (value.kind() == Kind.RAW) {
      faults.warning(
          at, written + " is not escaped: whoever sends notifications can put markup there");
    } else if (value.kind() == Kind.TEXT
        && !expression.isLiteral()
        && !OURS.matcher(written).matches()) {
      switch (tags.place(origin.getLine(), origin.getLineCharacterEnd())) {
        case TAG ->
            faults.warning(
                at,
                written
                    + " has no quotes around it: whoever sends notifications can put"
                    + " attributes there");
        case LINK ->
            faults.warning(
                at,
                written
                    + " begins an address, and may be anything: only item.url and preferences"
                    + " are known to be http or https");
        case UNPARSED ->
            faults.warning(
                at, written + " is in a style sheet or script, where escaping does not help");
        case SAFE -> {}
      }
    }
  }

  private void section(SectionNode section, Scope scope, long times) {
    if (section.getHelper() instanceof IfSection choice) {
      for (IfSection.Branch branch : choice.branches()) {
        if (branch.condition() != null) {
          condition(branch.condition(), branch.block(), scope);
          work += times * branch.condition().operands().count();
        }
        nodes(branch.block().nodes, scope, times);
      }
    } else {
      loop(section, scope, times);
    }
  }

  private void loop(SectionNode section, Scope scope, long times) {
    SectionBlock main = section.getBlocks().get(0);
    Position at = at(section.getOrigin());
    Map<String, String> parameters = main.parameters;
    String alias = parameters.getOrDefault("alias", NO_VALUE);
    String in = parameters.getOrDefault("in", NO_VALUE);
    Expression list = main.expressions.get("iterable");
    boolean named = !alias.equals(NO_VALUE);
    if (parameters.size() != 3
        || !named && !section.getName().equals("each")
        || named && !in.equals("in")
        || named && !ALIAS.matcher(alias).matches()) {
      faults.error(at, "write {#for fact in facts}, with a name of letters and digits");
      return;
    }
    Value value = value(list, scope, at).orElse(null);
    if (value == null) {
      return;
    }
    if (value.kind() != Kind.LIST) {
      faults.error(
          at, "%s is no list; there are facts and passages".formatted(list.toOriginalString()));
      return;
    }
    Term.Many many = (Term.Many) value.term();
    Scope within = new Scope(named ? alias : "it", many, scope);
    if (within.loops() > DEEPEST_LOOP) {
      faults.error(at, "loops may be nested %d deep at most".formatted(DEEPEST_LOOP));
      return;
    }
    nodes(main.nodes, within, times * many.most());
    List<SectionBlock> blocks = section.getBlocks();
    for (SectionBlock other : blocks.subList(1, blocks.size())) {
      if (!other.parameters.isEmpty()) {
        faults.error(at(other.getOrigin()), "the {#else} of a loop has no condition");
      }
      nodes(other.nodes, scope, times);
    }
  }

  private void condition(Condition condition, SectionBlock block, Scope scope) {
    Position at = at(block.getOrigin());
    if (condition instanceof Condition.Not not) {
      condition(not.condition(), block, scope);
    } else if (condition instanceof Condition.All all) {
      all.conditions().forEach(part -> condition(part, block, scope));
    } else if (condition instanceof Condition.Any any) {
      any.conditions().forEach(part -> condition(part, block, scope));
    } else if (condition instanceof Compared compared) {
      compared(compared, block, scope, at);
    } else if (condition instanceof Condition.Present present) {
      value(block.expressions.get(present.operand()), scope, at);
    }
  }

  private void compared(Compared compared, SectionBlock block, Scope scope, Position at) {
    Optional<Value> left = value(block.expressions.get(compared.left()), scope, at);
    Optional<Value> right = value(block.expressions.get(compared.right()), scope, at);
    if (left.isEmpty() || right.isEmpty()) {
      return;
    }
    Kind one = left.get().kind();
    Kind other = right.get().kind();
    if (one == Kind.NOTHING || other == Kind.NOTHING) {
      faults.error(at, "nothing is null here: what is missing is empty; write {#if item.step}");
    } else if (one != other || !List.of(Kind.TEXT, Kind.NUMBER, Kind.FLAG).contains(one)) {
      faults.error(at, "%s and %s cannot be compared".formatted(compared.left(), compared.right()));
    } else if (compared.how().ofNumbers() && one != Kind.NUMBER) {
      faults.error(at, "only numbers, such as facts.size, can be greater or less");
    }
  }

  private Optional<Value> value(Expression expression, Scope scope, Position at) {
    try {
      return Optional.of(Typing.of(expression, scope));
    } catch (Typing.Wrong e) {
      faults.error(at, e.getMessage());
      return Optional.empty();
    }
  }

  private Position at(Origin origin) {
    return tags.at(origin.getLine(), origin.getLineCharacterEnd());
  }
}
