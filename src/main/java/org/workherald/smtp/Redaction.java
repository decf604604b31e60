package org.workherald.smtp;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Strikes out of a mail server's words what it was sent to log in: each form whole, and any part of
 * one that is long enough to be of use, also shortened, in another case, or spread over several
 * lines.
 */
final class Redaction {

  /** What is shorter may be a word like any other; of a secret that long, the rest is unknown. */
  static final int LONG_ENOUGH = 12;

  private static final String STRUCK = "[secret]";

  /** What a line may begin with that belongs to the reply: a status code (RFC 2034). */
  private static final Pattern STATUS = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3}(?=\\s)");

  private final List<String> forms;
  private final List<String> folded;

  Redaction(SmtpSettings.Login login) {
    String password = login.password().value();
    this.forms =
        Stream.of(login.plain(), Sasl.base64(password), Sasl.base64(login.username()), password)
            .filter(form -> !form.isEmpty())
            .toList();
    this.folded =
        forms.stream().map(Redaction::fold).filter(f -> f.length() >= LONG_ENOUGH).toList();
  }

  /** The lines of one reply, in order. */
  List<String> of(List<String> lines) {
    BitSet struck = new BitSet();
    int start = 0;
    for (String line : lines) {
      strikeWhole(line, start, struck);
      start += line.length();
    }
    strikeParts(lines, struck);
    if (struck.isEmpty()) {
      return lines;
    }
    List<String> shown = new ArrayList<>(lines.size());
    start = 0;
    for (String line : lines) {
      shown.add(without(struck.get(start, start + line.length()), line));
      start += line.length();
    }
    return shown;
  }

  private void strikeWhole(String line, int start, BitSet struck) {
    for (String form : forms) {
      for (int at = line.indexOf(form); at >= 0; at = line.indexOf(form, at + 1)) {
        struck.set(start + at, start + at + form.length());
      }
    }
  }

  private void strikeParts(List<String> lines, BitSet struck) {
    if (folded.isEmpty()) {
      return;
    }
    StringBuilder said = new StringBuilder();
    List<Integer> places = new ArrayList<>();
    int start = 0;
    for (String line : lines) {
      Matcher status = STATUS.matcher(line);
      for (int i = status.lookingAt() ? status.end() : 0; i < line.length(); i++) {
        if (!Character.isWhitespace(line.charAt(i))) {
          said.append(fold(line.charAt(i)));
          places.add(start + i);
        }
      }
      start += line.length();
    }
    for (int from = 0; from + LONG_ENOUGH <= said.length(); from++) {
      String part = said.substring(from, from + LONG_ENOUGH);
      if (folded.stream().anyMatch(form -> form.contains(part))) {
        places.subList(from, from + LONG_ENOUGH).forEach(struck::set);
      }
    }
  }

  private static String without(BitSet struck, String line) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < line.length(); ) {
      if (struck.get(i)) {
        shown.append(STRUCK);
        i = struck.nextClearBit(i);
      } else {
        int next = struck.nextSetBit(i);
        int end = next < 0 ? line.length() : next;
        shown.append(line, i, end);
        i = end;
      }
    }
    return shown.toString();
  }

  /** Without blanks, for lines are wrapped at them, or with them. */
  private static String fold(String form) {
    StringBuilder all = new StringBuilder();
    form.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> all.append(fold((char) c)));
    return all.toString();
  }

  private static char fold(char c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }
}
