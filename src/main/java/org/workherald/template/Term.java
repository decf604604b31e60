package org.workherald.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something that templates may name, with what to know about it. */
public sealed interface Term {

  String name();

  String description();

  /** A text; empty when there is none. */
  record Text(String name, String description, String example) implements Term {}

  /** Terms that belong together: {@code item.subject}. */
  record Group(String name, String description, List<Term> members) implements Term {

    Optional<Term> member(String called) {
      return members.stream().filter(member -> member.name().equals(called)).findFirst();
    }
  }

  /** Texts with names of the caller's own: {@code item.fields['Amount']}. */
  record Names(String name, String description, Map<String, String> example) implements Term {}

  /**
   * A list to loop over: {@code {#for fact in facts}}.
   *
   * @param most how many elements it may have
   * @param element what each has
   */
  record Many(
      String name,
      String description,
      int most,
      List<Text> element,
      List<Map<String, String>> example)
      implements Term {

    Optional<Text> member(String called) {
      return element.stream().filter(text -> text.name().equals(called)).findFirst();
    }
  }
}
