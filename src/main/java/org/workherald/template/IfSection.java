package org.workherald.template;

import io.quarkus.qute.Expression;
import io.quarkus.qute.ResultNode;
import io.quarkus.qute.Scope;
import io.quarkus.qute.SectionBlock;
import io.quarkus.qute.SectionHelper;
import io.quarkus.qute.SectionHelperFactory;
import io.quarkus.qute.TemplateException;
import io.quarkus.qute.WithOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** {@code {#if a}…{#else if b}…{#else}…{/if}}. */
final class IfSection implements SectionHelper {

  private final List<Branch> branches;

  /**
   * @param condition {@code null}: in any other case
   */
  record Branch(Condition condition, SectionBlock block) {}

  private IfSection(List<Branch> branches) {
    this.branches = branches;
  }

  List<Branch> branches() {
    return branches;
  }

  @Override
  public CompletionStage<ResultNode> resolve(SectionResolutionContext context) {
    for (Branch branch : branches) {
      Map<String, Expression> operands = branch.block.expressions;
      if (branch.condition == null
          || branch.condition.holds(operand -> value(context, operands.get(operand)))) {
        return context.execute(branch.block, context.resolutionContext());
      }
    }
    return ResultNode.NOOP;
  }

  /** Nothing is asynchronous here. */
  private static Object value(SectionResolutionContext context, Expression operand) {
    return context.resolutionContext().evaluate(operand).toCompletableFuture().join();
  }

  /** Makes them of what the parser has read. */
  static final class Factory implements SectionHelperFactory<IfSection> {

    private static final String ELSE = "else";

    @Override
    public List<String> getDefaultAliases() {
      return List.of("if");
    }

    @Override
    public List<String> getBlockLabels() {
      return List.of(ELSE);
    }

    @Override
    public Scope initializeBlock(Scope outer, BlockInfo block) {
      Condition condition = condition(block.getLabel(), block.getParameters(), block);
      if (condition != null) {
        condition.operands().distinct().forEach(operand -> block.addExpression(operand, operand));
      }
      return outer;
    }

    @Override
    public IfSection initialize(SectionInitContext context) {
      List<Branch> branches = new ArrayList<>();
      for (SectionBlock block : context.getBlocks()) {
        if (!branches.isEmpty() && branches.get(branches.size() - 1).condition == null) {
          throw refused("nothing can follow an {#else} but {/if}", block);
        }
        branches.add(new Branch(condition(block.label, block.parameters, block), block));
      }
      return new IfSection(List.copyOf(branches));
    }

    private static Condition condition(
        String label, Map<String, String> parameters, WithOrigin at) {
      if (parameters.keySet().stream().anyMatch(key -> !Character.isDigit(key.charAt(0)))) {
        // The parser of sections takes a=b for a parameter with a name.
        throw refused("write == with a space on either side", at);
      }
      List<String> words = new ArrayList<>(parameters.values());
      if (label.equals(ELSE)) {
        if (words.isEmpty()) {
          return null;
        }
        if (!words.remove(0).equals("if")) {
          throw refused("{#else} can be followed by if and a condition, or by nothing", at);
        }
      }
      try {
        return ConditionParser.parse(String.join(" ", words));
      } catch (ConditionParser.Unreadable e) {
        throw refused(e.getMessage(), at);
      }
    }

    private static TemplateException refused(String why, WithOrigin at) {
      // The message is a template itself; what is quoted must not be.
      return TemplateException.builder()
          .message("{why}")
          .argument("why", why)
          .origin(at.getOrigin())
          .build();
    }
  }
}
