package org.workherald.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Looks at what the claims of one process take of what is due, by the rules of ADR 14: as much as
 * there is, the longest due of each share, equally much of each share, most of it urgent, and
 * nobody is passed by for long.
 */
final class FairWatch {

  /** How often in a row each line was passed by while it had something due. */
  private final Map<String, Integer> passedBy = new HashMap<>();

  void look(List<Row> due, List<UUID> taken, int limit) {
    assertThat(taken).hasSize(Math.min(limit, due.size())).doesNotHaveDuplicates();
    Set<UUID> ids = new HashSet<>(taken);
    assertThat(due.stream().map(row -> row.id)).containsAll(ids);
    if (taken.isEmpty()) {
      return;
    }
    Map<Integer, Count> byUrgency = new HashMap<>();
    for (int urgent = 0; urgent <= 1; urgent++) {
      int wanted = urgent;
      List<Row> line = due.stream().filter(row -> row.urgent == wanted).toList();
      byUrgency.put(urgent, count(line, ids));
      look(line, ids);
    }
    look(byUrgency.get(1), byUrgency.get(0), limit);
  }

  /** Of the entries of one urgency. */
  private void look(List<Row> line, Set<UUID> taken) {
    Map<String, List<Row>> byShare =
        line.stream().collect(Collectors.groupingBy(row -> row.urgent + row.share));
    Collection<Count> counts = byShare.values().stream().map(rows -> count(rows, taken)).toList();
    int most = counts.stream().mapToInt(Count::taken).max().orElse(0);
    byShare.forEach(
        (share, rows) -> {
          Count count = count(rows, taken);
          assertThat(count.taken == count.due || count.taken >= most - 1)
              .as("%s has %s, another share %d", share, count, most)
              .isTrue();
          assertThat(oldest(rows, count.taken)).allMatch(row -> taken.contains(row.id));
          if (most > 0) {
            // Each caller may have two: of what was not tried yet, and of what failed.
            passed(share, count, 2 * Dice.CALLERS - 1);
          }
        });
  }

  private void look(Count urgent, Count normal, int limit) {
    if (urgent.due > 0 && normal.due > 0) {
      int least = limit / 4;
      int most = (limit + 3) / 4;
      assertThat(normal.taken).isGreaterThanOrEqualTo(Math.min(least, normal.due));
      assertThat(urgent.taken).isGreaterThanOrEqualTo(Math.min(limit - most, urgent.due));
      passed("urgent", urgent, 1);
      passed("normal", normal, 3);
    }
  }

  private void passed(String line, Count count, int most) {
    int times = count.taken > 0 ? 0 : passedBy.getOrDefault(line, 0) + 1;
    passedBy.put(line, times);
    assertThat(times).as("claims that passed %s by", line).isLessThanOrEqualTo(most);
  }

  private static List<Row> oldest(List<Row> rows, int count) {
    return rows.stream()
        .sorted(
            Comparator.<Row, Instant>comparing(row -> row.nextAttemptAt)
                .thenComparing(row -> row.id.toString()))
        .limit(count)
        .toList();
  }

  private static Count count(List<Row> rows, Set<UUID> taken) {
    return new Count(
        rows.size(), (int) rows.stream().filter(row -> taken.contains(row.id)).count());
  }

  private record Count(int due, int taken) {}
}
