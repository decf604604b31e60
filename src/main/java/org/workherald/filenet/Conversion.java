package org.workherald.filenet;

import java.util.List;
import org.jsoup.nodes.Document;
import org.workherald.template.MailTemplate;

/**
 * What became of a file.
 *
 * @param notCarriedOver all that is not in the template as it was in the file, in its order
 */
record Conversion(MailTemplate template, List<Remark> notCarriedOver) {

  private static final String SUBJECT = "{item.subject}";

  /**
   * @param source the text of a {@code .msg} file
   * @param locale of the words (BCP 47)
   */
  static Conversion of(String source, String locale) throws NotUnderstood {
    String lines = source.replace("\r\n", "\n").replace('\r', '\n');
    if (MarkedText.count(lines) > MarkedText.MOST) {
      throw new NotUnderstood("It has more than %d fields.".formatted(MarkedText.MOST));
    }
    MarkedText text = MarkedText.of(lines);
    Ledger ledger = new Ledger(text);
    Prologue prologue = Prologue.read(text, ledger);
    Document page = new Page(text, ledger).read(prologue.html(), locale);
    String plain = PlainVersion.of(page);
    if (plain.isBlank()) {
      throw new NotUnderstood("There is no text in it.");
    }
    MailTemplate template =
        new MailTemplate(
            subject(prologue.prefix(), text, ledger),
            text.template(plain, ledger::expression),
            text.template(page.outerHtml(), ledger::expression));
    return new Conversion(template, ledger.remarks());
  }

  private static String subject(String prefix, MarkedText text, Ledger ledger) {
    if (prefix == null) {
      ledger.remark(
          0,
          "",
          Remark.Kind.GUESSED,
          "the subject begins with the built-in words: there is no <$F_SUBJPREFIX …>",
          "Write what the subject is to begin with instead of {prefix}.");
      return "{prefix} " + SUBJECT;
    }
    return prefix.isEmpty() ? SUBJECT : text.template(prefix, ledger::expression) + " " + SUBJECT;
  }
}
