package org.workherald.template;

import io.quarkus.qute.Booleans;
import io.quarkus.qute.CompletedStage;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.Results;
import io.quarkus.qute.ValueResolver;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The only ways from one value to another at rendering. None of them knows of classes or methods:
 * what {@link Check} would let pass by mistake finds nothing here.
 */
enum Access implements ValueResolver {
  /** {@code item.subject}; what is missing is empty. */
  MEMBER {
    @Override
    public boolean appliesTo(EvalContext context) {
      return context.getBase() instanceof Map && context.getParams().isEmpty();
    }

    @Override
    public CompletionStage<Object> resolve(EvalContext context) {
      return of(((Map<?, ?>) context.getBase()).get(context.getName()));
    }
  },

  /** {@code item.fields.get('Amount')}. */
  ENTRY {
    @Override
    public boolean appliesTo(EvalContext context) {
      return context.getBase() instanceof Map
          && context.getName().equals("get")
          && context.getParams().size() == 1
          && context.getParams().get(0).isLiteral();
    }

    @Override
    public CompletionStage<Object> resolve(EvalContext context) {
      return of(((Map<?, ?>) context.getBase()).get(context.getParams().get(0).getLiteral()));
    }
  },

  /** {@code facts.size}. */
  SIZE {
    @Override
    public boolean appliesTo(EvalContext context) {
      return context.getBase() instanceof List && context.getName().equals("size");
    }

    @Override
    public CompletionStage<Object> resolve(EvalContext context) {
      return CompletedStage.of(((List<?>) context.getBase()).size());
    }
  },

  /** {@code item.comment.raw}: is not escaped. */
  RAW {
    @Override
    public boolean appliesTo(EvalContext context) {
      return context.getBase() instanceof String && context.getName().equals("raw");
    }

    @Override
    public CompletionStage<Object> resolve(EvalContext context) {
      return CompletedStage.of(new Raw((String) context.getBase()));
    }
  },

  /** {@code item.step ?: 'none'}: instead of what is empty. */
  OTHERWISE {
    @Override
    public boolean appliesTo(EvalContext context) {
      return OTHERWISE_NAMES.contains(context.getName()) && context.getParams().size() == 1;
    }

    @Override
    public CompletionStage<Object> resolve(EvalContext context) {
      return Booleans.isFalsy(context.getBase())
          ? parameter(context)
          : CompletedStage.of(context.getBase());
    }
  },

  /** {@code item.step ? 'a'}, which needs an {@link #ELSE}. */
  THEN {
    @Override
    public boolean appliesTo(EvalContext context) {
      return context.getName().equals("?") && context.getParams().size() == 1;
    }

    @Override
    public CompletionStage<Object> resolve(EvalContext context) {
      return Booleans.isFalsy(context.getBase())
          ? CompletedStage.of(Results.NotFound.EMPTY)
          : parameter(context);
    }
  },

  /** {@code : 'b'}, after a {@link #THEN} that did not hold. */
  ELSE {
    @Override
    public boolean appliesTo(EvalContext context) {
      return context.getName().equals(":") && context.getParams().size() == 1;
    }

    @Override
    public CompletionStage<Object> resolve(EvalContext context) {
      return Results.isNotFound(context.getBase())
          ? parameter(context)
          : CompletedStage.of(context.getBase());
    }
  };

  static final Set<String> OTHERWISE_NAMES = Set.of("?:", "or");

  /** A text that goes into HTML as it is. */
  record Raw(String value) {
    @Override
    public String toString() {
      return value;
    }
  }

  private static CompletionStage<Object> of(Object value) {
    return CompletedStage.of(value == null ? "" : value);
  }

  private static CompletionStage<Object> parameter(EvalContext context) {
    return context.evaluate(context.getParams().get(0)).thenCompose(Access::of);
  }
}
