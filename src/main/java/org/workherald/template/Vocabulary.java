package org.workherald.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.workherald.template.Term.Group;
import org.workherald.template.Term.Many;
import org.workherald.template.Term.Names;
import org.workherald.template.Term.Text;

/**
 * All that templates can reach: each term with what it means and an example. The check of
 * templates, the samples that they are tried with, and the documentation come from here.
 */
public final class Vocabulary {

  private static final int MOST_FACTS = 80;
  private static final int MOST_PASSAGES = 4;

  /** The terms, in the order of the documentation. */
  public static final List<Term> TERMS =
      List.of(
          text("event", "the event's id", "step.assigned"),
          text("language", "the language of the words (BCP 47)", "en"),
          text("direction", "how that language is written: ltr or rtl", "ltr"),
          text("start", "the side that its lines begin at: left or right", "left"),
          text("tone", "how the mail strikes the reader: CALL, WARN, ALARM, GOOD, QUIET", "CALL"),
          text("color", "the colour that goes with the tone", "#0550ae"),
          text("prefix", "what the subject begins with", "Work Item:"),
          text("news", "what happened", "A work item is waiting for you"),
          text(
              "ask",
              "what the reader should do",
              "Please open the work item and complete the step."),
          text("why", "why the reader gets this mail", "You get this mail as the assignee."),
          text("automatic", "that nobody wrote it by hand", "Sent automatically."),
          text("change", "how to get other mails or fewer", "Ask your administrator."),
          words("words", "labels in the reader's language", ""),
          words("labels", "the same with the sign that stands between a label and a value", ":"),
          item(),
          new Many(
              "facts",
              "what the built-in mail shows as a table",
              MOST_FACTS,
              List.of(
                  text("label", "what it is", "Workflow"),
                  text("labelled", "the same with the sign that stands after it", "Workflow:"),
                  text("value", "on one line", "Invoice approval")),
              List.of(
                  Map.of("label", "Workflow", "labelled", "Workflow:", "value", "Invoice approval"),
                  Map.of("label", "Step", "labelled", "Step:", "value", "Approve"))),
          new Many(
              "passages",
              "what somebody wrote, perhaps in several lines",
              MOST_PASSAGES,
              List.of(
                  text("label", "what it is", "Instructions"),
                  text("labelled", "the same with the sign that stands after it", "Instructions:"),
                  text("text", "the lines", "Check the amount.")),
              List.of(
                  Map.of(
                      "label",
                      "Instructions",
                      "labelled",
                      "Instructions:",
                      "text",
                      "Check the amount.\nThen approve."))),
          new Group(
              "recipient",
              "the reader",
              List.of(
                  text("email", "the address", "kim@example.com"),
                  text("name", "the name", "Kim Lee"))),
          text(
              "preferences",
              "the address of the page where the reader chooses mails",
              "https://navigator.example.com/preferences"),
          text("zone", "the reader's time zone", "Europe/Berlin"),
          text(
              "times",
              "says which time zone the times are in; empty when facts and item have none",
              "Times are for the time zone Europe/Berlin."),
          text("now", "when the mail was written", "Monday, November 23, 2026 at 10:00 AM"));

  static final Group ROOT = new Group("", "everything", TERMS);

  private Vocabulary() {}

  /**
   * @param sign after each
   */
  private static Group words(String name, String description, String sign) {
    Stream<String> labels =
        Stream.of(
            "news A work item is waiting for you",
            "workItem Work item",
            "workflow Workflow",
            "step Step",
            "milestone Milestone",
            "priority Priority",
            "assignee Assignee",
            "queue Queue",
            "originator Originator",
            "started Started",
            "enqueued Waiting since",
            "occurred Happened",
            "due Due",
            "overdue Overdue",
            "instructions Instructions",
            "exception Exception",
            "comment Comment",
            "open Open work item",
            "changeLink Change which mails you get");
    return new Group(
        name,
        description,
        labels
            .map(label -> label.split(" ", 2))
            .<Term>map(label -> text(label[0], "what stands before or on it", label[1] + sign))
            .toList());
  }

  private static Group item() {
    return new Group(
        "item",
        "the work item",
        List.of(
            text("id", "its id", "4711"),
            text("subject", "its subject", "Approve invoice 4711"),
            text("workflow", "the workflow", "Invoice approval"),
            text("step", "the step it stands at", "Approve"),
            text("instructions", "what to do there; perhaps several lines", "Check the amount."),
            text("queue", "the queue it is in", "Inbox"),
            text("originator", "who launched the workflow", "Alex Stone"),
            text("assignee", "who has to act", "Kim Lee"),
            text("priority", "the priority, in words", "High"),
            text("milestone", "the milestone reached", "Budget checked"),
            text("exception", "what went wrong; perhaps several lines", "The ledger is away."),
            text("comment", "what somebody said; perhaps several lines", "Please be quick."),
            text(
                "url",
                "the address that opens it: http or https, nothing else",
                "https://navigator.example.com/?item=4711"),
            text("started", "when the workflow was launched", "Friday, November 20, 2026"),
            text("enqueued", "since when it waits", "Monday, November 23, 2026"),
            text("occurred", "when the event happened", "Monday, November 23, 2026"),
            text("due", "when it is due", "Friday, November 27, 2026"),
            text("remaining", "how long until then, when it is not due yet", "in 4 days"),
            text("overdue", "how long since then, when it is overdue", "3 hours"),
            new Names(
                "fields",
                "fields of the caller's own, by any name; empty when there is none",
                Map.of("Amount", "1,200.00 EUR"))));
  }

  private static Text text(String name, String description, String example) {
    return new Text(name, description, example);
  }

  /** Data with all examples. */
  public static Map<String, Object> sample() {
    return data(TERMS, true);
  }

  /** Data with nothing in it: texts and lists are empty. */
  static Map<String, Object> bare() {
    return data(TERMS, false);
  }

  private static Map<String, Object> data(List<? extends Term> terms, boolean full) {
    Map<String, Object> data = new LinkedHashMap<>();
    for (Term term : terms) {
      // A switch over the kinds would need Java 21.
      if (term instanceof Text text) {
        data.put(text.name(), full ? text.example() : "");
      } else if (term instanceof Group group) {
        data.put(group.name(), data(group.members(), full));
      } else if (term instanceof Names names) {
        data.put(names.name(), full ? names.example() : Map.of());
      } else if (term instanceof Many many) {
        data.put(many.name(), full ? many.example() : List.of());
      }
    }
    return data;
  }

  /** Every path there is, such as {@code item.subject}; for those in a list, {@code facts}. */
  static List<String> paths() {
    List<String> paths = new ArrayList<>();
    for (Term term : TERMS) {
      paths.add(term.name());
      if (term instanceof Group group) {
        group.members().forEach(member -> paths.add(term.name() + "." + member.name()));
      }
    }
    return paths;
  }
}
