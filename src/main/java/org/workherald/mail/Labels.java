package org.workherald.mail;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The words of a language that stand before a value or on a link, as the data of a template.
 *
 * @param plain by their names in the vocabulary
 * @param labelled the same, each with the sign that separates it from what follows
 */
record Labels(Map<String, Object> plain, Map<String, Object> labelled) {

  static Labels of(Words words) {
    Map<String, String> plain = new LinkedHashMap<>();
    plain.put("workItem", words.workItem());
    plain.put("workflow", words.workflow());
    plain.put("step", words.step());
    plain.put("milestone", words.milestone());
    plain.put("priority", words.priority());
    plain.put("assignee", words.assignee());
    plain.put("queue", words.queue());
    plain.put("originator", words.originator());
    plain.put("started", words.started());
    plain.put("enqueued", words.enqueued());
    plain.put("occurred", words.occurred());
    plain.put("due", words.due());
    plain.put("overdue", words.overdue());
    plain.put("instructions", words.instructions());
    plain.put("exception", words.exception());
    plain.put("comment", words.comment());
    plain.put("open", words.open());
    plain.put("changeLink", words.changeLink());
    Map<String, Object> labelled = new TreeMap<>();
    plain.forEach((name, label) -> labelled.put(name, words.labelled(label)));
    return new Labels(Map.copyOf(plain), Map.copyOf(labelled));
  }

  /** What is said before a value. */
  String plain(String name) {
    return (String) plain.get(name);
  }

  String labelled(String name) {
    return (String) labelled.get(name);
  }
}
