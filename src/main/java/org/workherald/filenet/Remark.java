package org.workherald.filenet;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Something in a FileNet template that is not in the converted one as it was.
 *
 * @param line in the file, from 1
 * @param column in characters, from 1
 * @param found what stands there, shortened
 * @param what what became of it
 * @param remedy what to do about it
 */
@Schema(description = "Something that was not carried over as it was")
public record Remark(int line, int column, Kind kind, String found, String what, String remedy) {

  static final Comparator<Remark> IN_ORDER =
      Comparator.comparingInt(Remark::line).thenComparingInt(Remark::column);

  /** How far it was carried over. */
  public enum Kind {
    /** Nothing of it is left. */
    REMOVED,
    /** It was carried over, but means something else, or needs something of the callers. */
    CHANGED,
    /** What it meant is not certain. */
    GUESSED;

    /** As it is written in the answer. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
