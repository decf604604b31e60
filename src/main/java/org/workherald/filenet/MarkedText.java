package org.workherald.filenet;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a template in which each field is covered by a mark that no parser of HTML stumbles
 * over, exactly as long as what it covers: so what the parser tells of places holds for the file
 * too.
 *
 * <p>A mark is a noncharacter of Unicode, a character that stands for the number of the field, and
 * another noncharacter as often as needed.
 */
final class MarkedText {

  /** More fields are in no template; marks could be numbered up to 6,400. */
  static final int MOST = 500;

  private static final char START = '\uFDD0';
  private static final char FILL = '\uFDD1';
  private static final char FIRST = '\uE000';

  /** What covers a field. */
  static final Pattern MARK = Pattern.compile("\uFDD0([\uE000-\uF8FF])\uFDD1*");

  /**
   * System fields have ASCII names. Other names are words of one script: where no spaces are
   * written, one in Latin letters ends before the text that follows it.
   */
  private static final Pattern FIELD =
      Pattern.compile(
          "\\$(F_[A-Za-z0-9_]+|[\\p{IsLatin}_][\\p{IsLatin}0-9_]*|\\p{L}[\\p{L}\\p{M}\\p{N}_]*)"
              + "(?:\\[(\\d{1,4})])?");

  private static final Pattern NONCHARACTER = Pattern.compile("[\uFDD0\uFDD1]");

  private final String text;
  private final List<Token> tokens;

  private MarkedText(String text, List<Token> tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  /** Covers all fields of a text, up to {@link #MOST}. */
  static MarkedText of(String source) {
    String clean = NONCHARACTER.matcher(source).replaceAll("\uFFFD");
    List<Token> tokens = new ArrayList<>();
    Matcher fields = FIELD.matcher(clean);
    StringBuilder marked = new StringBuilder();
    while (tokens.size() < MOST && fields.find()) {
      int index = fields.group(2) == null ? 0 : Integer.parseInt(fields.group(2));
      tokens.add(new Token(fields.group(), fields.group(1), index, fields.start()));
      String mark = mark(tokens.size() - 1) + String.valueOf(FILL).repeat(length(fields) - 2);
      fields.appendReplacement(marked, mark);
    }
    fields.appendTail(marked);
    return new MarkedText(marked.toString(), tokens);
  }

  /** How many fields a text has. */
  static int count(String source) {
    return (int) FIELD.matcher(source).results().count();
  }

  /** As long as the file's. */
  String text() {
    return text;
  }

  List<Token> tokens() {
    return List.copyOf(tokens);
  }

  /** A new mark, for an expression that stands for no field of the file. */
  String mark(Token token) {
    tokens.add(token);
    return mark(tokens.size() - 1);
  }

  /** Which fields are covered in a part of the text. */
  List<Token> in(String part) {
    return MARK.matcher(part).results().map(mark -> token(mark.group(1))).toList();
  }

  Token token(String number) {
    return tokens.get(number.charAt(0) - FIRST);
  }

  /** A part of the text as it stands in the file. */
  String original(String part) {
    return MARK.matcher(part)
        .replaceAll(mark -> Matcher.quoteReplacement(token(mark.group(1)).text()));
  }

  /** A part as a template: expressions for the marks, and all else to be left alone by Qute. */
  String template(String part, Function<Token, String> expression) {
    TemplateText template = new TemplateText();
    Matcher marks = MARK.matcher(part);
    int end = 0;
    while (marks.find()) {
      template.literal(part.substring(end, marks.start()));
      template.expression(expression.apply(token(marks.group(1))));
      end = marks.end();
    }
    template.literal(part.substring(end));
    return template.finish();
  }

  private static int length(Matcher match) {
    return match.end() - match.start();
  }

  private static String mark(int number) {
    return "" + START + (char) (FIRST + number);
  }
}
