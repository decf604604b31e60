package org.workherald.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.workherald.template.Fault.Position;
import org.workherald.template.HtmlPlace.Place;

/**
 * The tags of a template, read as the parser of Qute will do it: before that one recurses into
 * them, they are known to be few, short and not nested deeply, and to fit together. The parser
 * loses count of lines where a comment or a tag has more than one; here each tag's true place is
 * known.
 */
final class Tags {

  private static final int MOST = 5_000;
  private static final int LONGEST = 500;
  private static final int DEEPEST = 16;

  /** What may be in a tag after {@code #}. */
  private static final Set<String> SECTIONS = Set.of("if", "for", "each");

  /** What the parser takes for a call. */
  private static final Pattern BRACKETS = Pattern.compile("\\[('[^']*[()]|\"[^\"]*[()])");

  private enum State {
    TEXT,
    ESCAPE,
    BRACE,
    TAG,
    SINGLE,
    DOUBLE,
    COMMENT,
    CDATA
  }

  private record Open(String name, Position at) {}

  private record End(int line, int column) {}

  private final String template;
  private final Faults faults;
  private final Map<End, Position> byEnd = new HashMap<>();
  private final Map<End, Place> places = new HashMap<>();
  private final HtmlPlace html = new HtmlPlace();
  private final Deque<Open> open = new ArrayDeque<>();
  private State state = State.TEXT;
  private int start;
  private Position startedAt = new Position(1, 1);

  // Where we are, and where the parser of Qute thinks it is.
  private int line = 1;
  private int column = 1;
  private int quteLine = 1;
  private int quteColumn = 1;

  private Tags(String template, Faults faults) {
    this.template = template;
    this.faults = faults;
  }

  /**
   * @param template whose lines end in a line feed alone
   */
  static Tags read(String template, Faults faults) {
    Tags tags = new Tags(template, faults);
    for (int i = 0; i < template.length(); i++) {
      tags.step(i);
    }
    tags.end();
    return tags;
  }

  /** Where the tag begins whose end the parser of Qute believes to be there. */
  Position at(int quteLine, int quteEnd) {
    return byEnd.getOrDefault(
        new End(quteLine, quteEnd), new Position(Math.max(1, quteLine), Math.max(1, quteEnd)));
  }

  /** Where the value lands whose tag ends there. */
  Place place(int quteLine, int quteEnd) {
    return places.getOrDefault(new End(quteLine, quteEnd), Place.SAFE);
  }

  private void step(int i) {
    char c = template.charAt(i);
    boolean text = state == State.TEXT || state == State.BRACE && !begins(c);
    if (text && c != '{' || state == State.ESCAPE || state == State.CDATA) {
      html.read(c);
    }
    switch (state) {
      case TEXT -> text(c, i);
      case ESCAPE -> state = State.TEXT;
      case BRACE -> brace(c, i);
      case TAG -> tag(c, i);
      case SINGLE -> state = c == '\'' ? State.TAG : state;
      case DOUBLE -> state = c == '"' ? State.TAG : state;
      case COMMENT -> state = c == '}' && template.charAt(i - 1) == '!' ? State.TEXT : state;
      case CDATA ->
          state = c == '}' && i > start + 2 && template.charAt(i - 1) == '|' ? State.TEXT : state;
    }
    column++;
    quteColumn++;
    if (c == '\n') {
      line++;
      column = 1;
      if (text) {
        quteLine++;
        quteColumn = 1;
      }
    }
  }

  private void text(char c, int i) {
    if (c == '{') {
      state = State.BRACE;
      start = i;
      startedAt = new Position(line, column);
    } else if (c == '\\') {
      state = State.ESCAPE;
    }
  }

  private void brace(char c, int i) {
    if (c == '!') {
      state = State.COMMENT;
    } else if (c == '|') {
      state = State.CDATA;
    } else if (begins(c)) {
      state = State.TAG;
    } else {
      // A brace of CSS and the like; two of them are text as well.
      state = State.TEXT;
      if (c != '{') {
        text(c, i);
      }
    }
  }

  private static boolean begins(char c) {
    return "!|#/@_".indexOf(c) >= 0 || Character.isDigit(c) || Character.isAlphabetic(c);
  }

  private void tag(char c, int i) {
    if (c == '\'') {
      state = State.SINGLE;
    } else if (c == '"') {
      state = State.DOUBLE;
    } else if (c == '}') {
      state = State.TEXT;
      byEnd.put(new End(quteLine, quteColumn), startedAt);
      if (byEnd.size() == MOST + 1) {
        faults.error(startedAt, "a template may have %d tags at most".formatted(MOST));
      } else if (byEnd.size() <= MOST) {
        whole(template.substring(start + 1, i).trim());
        if ("#/@".indexOf(template.charAt(start + 1)) < 0) {
          places.put(new End(quteLine, quteColumn), html.value());
        }
      }
    }
  }

  private void whole(String content) {
    if (content.length() > LONGEST) {
      faults.error(startedAt, "a tag may have %d characters at most".formatted(LONGEST));
      return;
    }
    if (BRACKETS.matcher(content).find()) {
      faults.error(startedAt, "a name with brackets in it is written item.fields.get('...')");
      return;
    }
    String name = content.substring(1).split("\\s", 2)[0];
    switch (content.charAt(0)) {
      case '#' -> section(content, name);
      case '/' -> sectionEnd(content.substring(1).strip());
      case '@' ->
          faults.error(startedAt, "{@...} is not needed: what may be used is known; leave it out");
      default -> {}
    }
  }

  private void section(String content, String name) {
    if (name.equals("else")) {
      if (open.isEmpty()) {
        faults.error(startedAt, "{#else} stands outside of an {#if} or {#for}");
      }
    } else if (!SECTIONS.contains(name)) {
      faults.error(
          startedAt,
          "unknown section {#%s}; there are only if, else, for and each".formatted(name));
    } else if (content.endsWith("/")) {
      faults.error(startedAt, "{#%s .../} is empty; leave it out".formatted(name));
    } else {
      if (open.size() == DEEPEST) {
        faults.error(startedAt, "sections may be nested %d deep at most".formatted(DEEPEST));
      }
      open.push(new Open(name, startedAt));
    }
  }

  private void sectionEnd(String name) {
    if (open.isEmpty()) {
      faults.error(startedAt, "{/%s} ends nothing".formatted(name));
    } else if (name.isEmpty() || name.equals(open.peek().name)) {
      open.pop();
    } else {
      Open last = open.pop();
      faults.error(
          startedAt,
          "{/%s} stands where {/%s} is expected, for the {#%2$s} of line %d, column %d"
              .formatted(name, last.name, last.at.line(), last.at.column()));
    }
  }

  private void end() {
    switch (state) {
      case TEXT -> {}
      case ESCAPE -> faults.error(new Position(line, column - 1), "a backslash stands at the end");
      case BRACE -> faults.error(startedAt, "a brace stands at the end; write \\{ for it");
      case TAG -> faults.error(startedAt, "the tag that begins here has no closing brace");
      case SINGLE, DOUBLE ->
          faults.error(startedAt, "the tag that begins here has a quote that is not closed");
      case COMMENT -> faults.error(startedAt, "the comment that begins here has no !} at its end");
      case CDATA -> faults.error(startedAt, "what begins here with {| has no |} at its end");
    }
    for (Open section : open) {
      faults.error(section.at, "{#%s} has no {/%1$s}".formatted(section.name));
    }
  }
}
