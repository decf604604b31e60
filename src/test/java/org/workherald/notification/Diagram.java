package org.workherald.notification;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The diagrams in {@code docs/states.md}, which say what may happen. */
final class Diagram {

  static final String NOWHERE = "[*]";

  private static final Pattern FENCE = Pattern.compile("```mermaid\n(.*?)```", Pattern.DOTALL);
  private static final Pattern ARROW = Pattern.compile("(\\S+) --> (\\S+) : (.+)");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\w+) \\| `");

  static final Set<Move> DELIVERY = moves(0);
  static final Set<Move> LANE = moves(1);

  private Diagram() {}

  /** An arrow, for one of its labels. */
  record Move(String from, String to, String by) implements Comparable<Move> {

    @Override
    public int compareTo(Move other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return from + " --> " + to + " : " + by;
    }
  }

  /** The moves that the tables beside the diagrams explain. */
  static List<String> explained() {
    return ROW.matcher(text()).results().map(row -> row.group(1)).toList();
  }

  private static Set<Move> moves(int diagram) {
    String text = FENCE.matcher(text()).results().toList().get(diagram).group(1);
    return ARROW
        .matcher(text)
        .results()
        .flatMap(
            arrow ->
                Stream.of(arrow.group(3).split(", "))
                    .map(by -> new Move(arrow.group(1), arrow.group(2), by)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text() {
    try {
      return Files.readString(Path.of("docs/states.md"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
