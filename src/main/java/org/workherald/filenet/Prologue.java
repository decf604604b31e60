package org.workherald.filenet;

import static org.workherald.filenet.Remark.Kind.REMOVED;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in a template outside of its HTML: the first line with the prefix of the subject,
 * perhaps a line of further recipients.
 *
 * @param prefix of the subject, marked; {@code null} when the file names none
 * @param html the rest, marked; with blanks where the other things stood, so that all places in it
 *     are those in the file
 */
record Prologue(String prefix, String html) {

  private static final Pattern PREFIX =
      Pattern.compile("<[ \t]{0,20}\\$F_SUBJPREFIX(?![\\w\\[])([^>\n]*)(?:>|(?=\n)|$)");

  /** {@code <$F_EMAILADDR a@b;c@d>}, {@code $F_EMAILADDR <a@b;c@d>}, or both, or neither. */
  private static final Pattern RECIPIENTS =
      Pattern.compile(
          "(?:<[ \t]{0,20})?\\$F_EMAILADDR(?![\\w\\[])[ \t]*+"
              + "(?:<[^<>\n]*>|(?:[^\\s<>;,@]++@[^\\s<>;,@]++[ \t;,]*+){0,100})[ \t]*+>?");

  private static final Pattern DOCUMENT = Pattern.compile("(?i)<(?:!doctype|html)\\b");
  private static final Pattern END = Pattern.compile("(?i)</html\\s*>");

  static Prologue read(MarkedText text, Ledger ledger) {
    Reading reading = new Reading(text, ledger);
    reading.prefix();
    reading.recipients();
    reading.outside();
    return new Prologue(reading.prefix, reading.html.toString());
  }

  private static final class Reading {

    private final MarkedText text;
    private final String source;
    private final Ledger ledger;
    private final StringBuilder html;
    private String prefix;

    Reading(MarkedText text, Ledger ledger) {
      this.text = text;
      this.source = text.original(text.text());
      this.ledger = ledger;
      this.html = new StringBuilder(text.text());
    }

    private void prefix() {
      Matcher found = PREFIX.matcher(source);
      while (found.find()) {
        List<Token> tokens = text.in(html.substring(found.start(), found.end()));
        if (prefix == null) {
          prefix = html.substring(found.start(1), found.end(1)).strip();
          ledger.carried(tokens.get(0));
        } else {
          String what = "left out: the subject has a prefix before";
          tokens.forEach(token -> ledger.lost(token, what, "Write one prefix alone."));
        }
        blank(found.start(), found.end());
      }
    }

    private void recipients() {
      Matcher found = RECIPIENTS.matcher(source);
      while (found.find()) {
        String part = html.substring(found.start(), found.end());
        if (MarkedText.MARK.matcher(part).find()) {
          FileNetField field = FileNetField.EMAIL_ADDRESS;
          ledger.carried(text.in(part).get(0));
          String others = ledger.with(MarkedText.MARK.matcher(part).replaceFirst(""));
          String what = "left out: " + field.difference() + others;
          int dollar = source.indexOf('$', found.start());
          ledger.remark(dollar, part, REMOVED, what, field.remedy());
          blank(found.start(), found.end());
        }
      }
    }

    /** When it is clear where the HTML is, FileNet showed nothing else. */
    private void outside() {
      Matcher start = DOCUMENT.matcher(html);
      if (start.find()) {
        outside(0, start.start());
        Matcher end = END.matcher(html);
        int last = html.length();
        while (end.find()) {
          last = end.end();
        }
        outside(last, html.length());
      }
    }

    private void outside(int from, int to) {
      String part = html.substring(from, to);
      if (!part.isBlank()) {
        String what = "left out: it stands outside of the HTML, where FileNet did not show it";
        String remedy = "Move it into the HTML if it is to be read.";
        int first = from + part.length() - part.stripLeading().length();
        ledger.remark(first, part.strip(), REMOVED, what + ledger.with(part), remedy);
        blank(from, to);
      }
    }

    private void blank(int from, int to) {
      for (int i = from; i < to; i++) {
        if (html.charAt(i) != '\n') {
          html.setCharAt(i, ' ');
        }
      }
    }
  }
}
