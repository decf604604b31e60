package org.workherald.template;

/**
 * The template of a mail, in the dialect of Qute that {@link Vocabulary} describes.
 *
 * @param subject of one line
 * @param text of the part in plain text
 * @param html of the HTML part; {@code null} for mails without one
 */
public record MailTemplate(String subject, String text, String html) {

  /** A part of a mail. */
  public enum Part {
    SUBJECT("subject", 1_000),
    TEXT("text", 64 << 10),
    HTML("html", 64 << 10);

    private final String word;
    private final int longest;

    Part(String word, int longest) {
      this.word = word;
      this.longest = longest;
    }

    /** As the API calls it. */
    public String word() {
      return word;
    }

    /** How many characters its template may have. */
    int longest() {
      return longest;
    }
  }

  /** The template of a part, or {@code null}. */
  public String part(Part part) {
    return switch (part) {
      case SUBJECT -> subject;
      case TEXT -> text;
      case HTML -> html;
    };
  }
}
