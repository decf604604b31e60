package org.workherald.template;

import java.util.Map;
import java.util.Optional;

/**
 * What names mean at a place in a template.
 *
 * @param alias of the element of the loop around the place, {@code null} outside of loops
 * @param list that this loop goes over
 * @param outer what the alias does not hide
 */
record Scope(String alias, Term.Many list, Scope outer) {

  static final Scope ROOT = new Scope(null, null, null);

  private static final Map<String, Value> LOOP =
      Map.ofEntries(
          Map.entry("count", Value.NUMBER),
          Map.entry("index", Value.NUMBER),
          Map.entry("indexParity", Value.TEXT),
          Map.entry("hasNext", Value.FLAG),
          Map.entry("isLast", Value.FLAG),
          Map.entry("isFirst", Value.FLAG),
          Map.entry("odd", Value.FLAG),
          Map.entry("isOdd", Value.FLAG),
          Map.entry("even", Value.FLAG),
          Map.entry("isEven", Value.FLAG));

  /** What a name stands for, if anything. */
  Optional<Value> value(String name) {
    if (alias == null) {
      return Vocabulary.ROOT.member(name).map(Value::of);
    }
    if (name.equals(alias)) {
      return Optional.of(new Value(Value.Kind.ELEMENT, list));
    }
    if (name.startsWith(alias + "_")) {
      return Optional.ofNullable(LOOP.get(name.substring(alias.length() + 1)));
    }
    return outer.value(name);
  }

  /** How many loops are around the place. */
  int loops() {
    return alias == null ? 0 : 1 + outer.loops();
  }

  /**
   * What an expression comes to.
   *
   * @param term what it names, if it is no mere text, number or flag
   */
  record Value(Kind kind, Term term) {

    static final Value TEXT = new Value(Kind.TEXT, null);
    static final Value NUMBER = new Value(Kind.NUMBER, null);
    static final Value FLAG = new Value(Kind.FLAG, null);
    static final Value RAW = new Value(Kind.RAW, null);
    static final Value NOTHING = new Value(Kind.NOTHING, null);

    enum Kind {
      TEXT,
      NUMBER,
      FLAG,
      /** A text that is not escaped. */
      RAW,
      /** The literal null. */
      NOTHING,
      GROUP,
      NAMES,
      LIST,
      ELEMENT;

      boolean printable() {
        return compareTo(GROUP) < 0;
      }
    }

    static Value of(Term term) {
      Kind kind =
          term instanceof Term.Text
              ? Kind.TEXT
              : term instanceof Term.Group
                  ? Kind.GROUP
                  : term instanceof Term.Names ? Kind.NAMES : Kind.LIST;
      return new Value(kind, term);
    }
  }
}
