package org.workherald.mail;

import java.util.List;
import org.workherald.notification.Event;

/**
 * What the templates lay out: everything cleaned, in the reader's language, and {@code null} or
 * empty where there is nothing to say.
 *
 * @param language the tag of the language (BCP 47)
 * @param due when it matters enough to stand at the top
 * @param zone the time zone of the times in it
 * @param preferences the address of the page where readers choose which mails they get
 */
public record Letter(
    Event event,
    Tone tone,
    String language,
    String direction,
    String id,
    String subject,
    Due due,
    String url,
    List<Passage> passages,
    List<Fact> facts,
    String zone,
    String preferences) {

  /**
   * By when to act.
   *
   * @param moment the date and time
   * @param remaining how far away it is, or {@code null} when it has passed
   * @param overdue for how long it has passed, or {@code null} when it has not
   */
  public record Due(String moment, String remaining, String overdue) {}

  /** One line of the table of facts. */
  public record Fact(String label, String value) {}

  /** Something that somebody wrote, perhaps in several lines. */
  public record Passage(String label, List<String> lines) {}

  /** The side that lines begin at. */
  public String start() {
    return direction.equals("rtl") ? "right" : "left";
  }
}
