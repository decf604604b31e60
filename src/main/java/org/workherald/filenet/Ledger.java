package org.workherald.filenet;

import static org.workherald.filenet.Remark.Kind.REMOVED;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.workherald.filenet.Remark.Kind;
import org.workherald.http.Printable;

/** Keeps account of each field of a file, and of all that was not carried over as it was. */
final class Ledger {

  /** Of what stands in the file. */
  private static final int LONGEST = 120;

  /** Beside the fields, of which there are no more than {@link MarkedText#MOST}. */
  private static final int MOST_OTHERS = 500;

  private final MarkedText text;
  private final int[] lineEnds;
  private final Set<Token> settled = new HashSet<>();
  private final Set<String> told = new HashSet<>();
  private final List<Remark> remarks = new ArrayList<>();
  private int others;

  Ledger(MarkedText text) {
    this.text = text;
    String all = text.text();
    this.lineEnds = IntStream.range(0, all.length()).filter(i -> all.charAt(i) == '\n').toArray();
  }

  /** What a field becomes where it stands by itself. */
  String expression(Token token) {
    if (!token.ofTheFile()) {
      return token.text();
    }
    Meaning meaning = Meaning.of(token);
    // What is left out is told of each time; what is there, but different, the first time.
    boolean tell = meaning.expression().isEmpty() || told.add(meaning.expression());
    if (settled.add(token) && meaning.what() != null && tell) {
      add(token.offset(), token.text(), meaning.kind(), meaning.what(), meaning.remedy());
    }
    return meaning.expression();
  }

  /** That it is part of something that was carried over as a whole, such as an address. */
  void carried(Token token) {
    settled.add(token);
  }

  /**
   * That all fields in something went where it went.
   *
   * @param part of the marked text
   * @return to be put behind what is said of that; perhaps empty
   */
  String with(String part) {
    List<Token> tokens = text.in(part);
    tokens.forEach(this::carried);
    String names = tokens.stream().map(Token::text).distinct().collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : " (fields: " + names + ")";
  }

  /** That it, by itself, is gone. */
  void lost(Token token, String what, String remedy) {
    if (token.ofTheFile() && settled.add(token)) {
      add(token.offset(), token.text(), REMOVED, what, remedy);
    }
  }

  /**
   * Something that is no field, but may have fields in it.
   *
   * @param offset where it stands in the file; negative when that is not known
   * @param part of the marked text
   */
  void remark(int offset, String part, Kind kind, String what, String remedy) {
    others++;
    if (others <= MOST_OTHERS) {
      add(offset, text.original(part), kind, what, remedy);
    } else if (others == MOST_OTHERS + 1) {
      add(
          offset,
          text.original(part),
          kind,
          what + "; there is more like this from here on, which is not listed",
          remedy);
    }
  }

  /** What was not carried over, in the order of the file. */
  List<Remark> remarks() {
    for (Token token : text.tokens()) {
      lost(
          token,
          "left out: it stood where a reader of the HTML does not see it",
          "Move it to where it is to be read.");
    }
    return remarks.stream().sorted(Remark.IN_ORDER).toList();
  }

  private void add(int offset, String found, Kind kind, String what, String remedy) {
    int at = Math.max(0, offset);
    // Where it would be among the ends of lines: no field is one itself.
    int before = Math.abs(Arrays.binarySearch(lineEnds, at) + 1);
    int column = before == 0 ? at + 1 : at - lineEnds[before - 1];
    remarks.add(new Remark(before + 1, column, kind, Printable.of(found, LONGEST), what, remedy));
  }
}
