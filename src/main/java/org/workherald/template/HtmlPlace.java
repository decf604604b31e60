package org.workherald.template;

import java.util.Locale;
import java.util.Set;

/**
 * Follows HTML far enough to tell where a value lands: escaping makes it harmless in text and in
 * quotes, but not everywhere.
 */
final class HtmlPlace {

  private static final Set<String> LINKS = Set.of("href", "src", "action", "background");
  private static final Set<String> UNPARSED = Set.of("style", "script");

  /** Where a value lands. */
  enum Place {
    /** Where escaping is enough. */
    SAFE,
    /** In a tag, outside of quotes. */
    TAG,
    /** At the beginning of an address. */
    LINK,
    /** In a style sheet or script. */
    UNPARSED
  }

  private enum State {
    TEXT,
    NAME,
    TAG,
    BEFORE_VALUE,
    BARE,
    SINGLE,
    DOUBLE,
    COMMENT,
    UNPARSED
  }

  private State state = State.TEXT;
  private final StringBuilder name = new StringBuilder();
  private final StringBuilder word = new StringBuilder();
  private boolean ended;
  private boolean empty;

  /** Goes on by a character of the template's text. */
  void read(char c) {
    switch (state) {
      case TEXT -> {
        if (c == '<') {
          begin(State.NAME, name);
        }
      }
      case NAME -> name(c);
      case TAG -> tag(c);
      case BEFORE_VALUE -> beforeValue(c);
      case BARE -> {
        if (c == '>') {
          close();
        } else if (Character.isWhitespace(c)) {
          begin(State.TAG, word);
        }
      }
      case SINGLE, DOUBLE -> {
        empty = false;
        if (c == (state == State.SINGLE ? '\'' : '"')) {
          begin(State.TAG, word);
        }
      }
      case COMMENT, UNPARSED -> unparsed(c);
    }
  }

  /** Goes on by a value, and tells where it lands. */
  Place value() {
    Place place =
        switch (state) {
          case TEXT, COMMENT -> Place.SAFE;
          case NAME, TAG, BARE, BEFORE_VALUE -> Place.TAG;
          case SINGLE, DOUBLE -> empty && LINKS.contains(lower(word)) ? Place.LINK : Place.SAFE;
          case UNPARSED -> Place.UNPARSED;
        };
    empty = false;
    if (state == State.BEFORE_VALUE) {
      state = State.BARE;
    }
    return place;
  }

  private void begin(State next, StringBuilder cleared) {
    state = next;
    cleared.setLength(0);
  }

  private void name(char c) {
    if (c == '>') {
      close();
    } else if (Character.isWhitespace(c)) {
      // A sign for less, perhaps.
      begin(name.isEmpty() ? State.TEXT : State.TAG, word);
    } else {
      name.append(c);
      if (name.toString().equals("!--")) {
        begin(State.COMMENT, word);
      }
    }
  }

  private void tag(char c) {
    if (c == '>') {
      close();
    } else if (c == '=') {
      state = State.BEFORE_VALUE;
    } else if (Character.isWhitespace(c)) {
      // An equals sign may still follow.
      ended = true;
    } else {
      if (ended) {
        word.setLength(0);
      }
      ended = false;
      word.append(c);
    }
  }

  private void beforeValue(char c) {
    empty = true;
    if (c == '"' || c == '\'') {
      state = c == '"' ? State.DOUBLE : State.SINGLE;
    } else if (c == '>') {
      close();
    } else if (!Character.isWhitespace(c)) {
      state = State.BARE;
    }
  }

  private void close() {
    begin(UNPARSED.contains(lower(name)) ? State.UNPARSED : State.TEXT, word);
  }

  private void unparsed(char c) {
    word.append(c);
    if (state == State.COMMENT) {
      if (word.toString().endsWith("-->")) {
        begin(State.TEXT, word);
      }
    } else if (lower(word).endsWith("</" + lower(name))) {
      name.insert(0, '/');
      begin(State.TAG, word);
    }
    if (word.length() > 16) {
      word.delete(0, word.length() - 16);
    }
  }

  private static String lower(CharSequence text) {
    return text.toString().toLowerCase(Locale.ROOT);
  }
}
