package org.workherald.smtp;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;

/**
 * What was said between us and the mail server about one message, and how the connection for it was
 * opened; without credentials and content, fit to be shown, of bounded length.
 */
@RegisterForReflection
public record Transcript(List<Line> lines) {

  /** That there is none: the message went out, and only those of failures are kept. */
  public static final Transcript NONE = new Transcript(List.of());

  /** Who said it. */
  public enum From {
    CLIENT,
    SERVER,
    /** Nobody: what happened. */
    NOTE;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static From of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * @param millis since the connection was begun
   */
  public record Line(long millis, From from, String text) {}
}
