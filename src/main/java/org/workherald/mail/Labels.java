package org.workherald.mail;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The words of a language that stand before a value or on a link, as the data of a template.
 *
 * @param plain by their names in the vocabulary
 * @param labelled the same, each with the sign that separates it from what follows
 */
record Labels(Map<String, String> plain, Map<String, String> labelled) {

  private static final List<String> NAMES =
      List.of(
          "workItem",
          "workflow",
          "step",
          "milestone",
          "priority",
          "assignee",
          "queue",
          "originator",
          "started",
          "enqueued",
          "occurred",
          "due",
          "overdue",
          "instructions",
          "exception",
          "comment",
          "open",
          "changeLink");

  static Labels of(UnaryOperator<String> words, UnaryOperator<String> labelled) {
    return new Labels(each(words), each(name -> labelled.apply(words.apply(name))));
  }

  private static Map<String, String> each(UnaryOperator<String> label) {
    return NAMES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), label));
  }

  /** What is said before a value. */
  String plain(String name) {
    return plain.get(name);
  }

  String labelled(String name) {
    return labelled.get(name);
  }
}
