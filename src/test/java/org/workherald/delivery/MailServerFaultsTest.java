package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.workherald.delivery.FaultCell.Seen;
import org.workherald.delivery.FaultCell.What;
import org.workherald.delivery.FaultCell.Where;
import org.workherald.store.Dialect;
import org.workherald.store.TestDatabase;

/**
 * Every place of the dialogue with a mail server, and everything that can go wrong there. What
 * comes of it is the table in {@code docs/mail-server-faults.md}, and nothing else.
 */
@Timeout(180)
class MailServerFaultsTest {

  private static final int TOGETHER = 8;

  @Test
  void eachEndsAsTheTableSays() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    ConcurrentLinkedQueue<TestDatabase> databases = new ConcurrentLinkedQueue<>();
    ExecutorService pool = Executors.newFixedThreadPool(TOGETHER);
    Map<FaultCell, Future<Seen>> meetings = new LinkedHashMap<>();
    try {
      for (int i = 0; i < TOGETHER; i++) {
        databases.add(TestDatabase.open(Dialect.SQLITE, Clock.systemUTC()));
      }
      for (FaultCell cell : cells()) {
        meetings.put(
            cell,
            pool.submit(
                () -> {
                  TestDatabase mine = databases.remove();
                  try {
                    return cell.meet(mine.database());
                  } finally {
                    databases.add(mine);
                  }
                }));
      }
      Map<FaultCell, Seen> seen = new LinkedHashMap<>();
      for (Map.Entry<FaultCell, Future<Seen>> meeting : meetings.entrySet()) {
        seen.put(meeting.getKey(), meeting.getValue().get(150, TimeUnit.SECONDS));
      }
      assertThat(String.join("\n", rows(seen))).isEqualTo(String.join("\n", documented()));
    } finally {
      pool.shutdownNow();
      pool.awaitTermination(10, TimeUnit.SECONDS);
      databases.forEach(TestDatabase::close);
    }
    Awaitility.await("threads that go on")
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> !before.contains(thread))
                    .noneMatch(thread -> thread.getName().startsWith("smtp-")));
  }

  private static List<FaultCell> cells() {
    List<FaultCell> cells = new ArrayList<>();
    for (Where where : Where.values()) {
      for (What what : What.values()) {
        for (boolean kept : new boolean[] {false, true}) {
          for (boolean pipelining : new boolean[] {true, false}) {
            FaultCell cell = new FaultCell(where, what, kept, pipelining);
            if (cell.exists()) {
              cells.add(cell);
            }
          }
        }
      }
    }
    return cells;
  }

  /** One row for each outcome; when it is not always the same, with the mails it holds for. */
  private static List<String> rows(Map<FaultCell, Seen> seen) {
    Map<String, Map<Seen, List<FaultCell>>> grouped = new LinkedHashMap<>();
    seen.forEach(
        (cell, outcome) ->
            grouped
                .computeIfAbsent(
                    cell.where().words + " | " + cell.what().words, key -> new LinkedHashMap<>())
                .computeIfAbsent(outcome, key -> new ArrayList<>())
                .add(cell));
    List<String> rows = new ArrayList<>();
    grouped.forEach(
        (place, outcomes) ->
            outcomes.forEach(
                (outcome, cells) ->
                    rows.add(
                        "| %s%s | %s | %s | %s | %s |"
                            .formatted(
                                place,
                                outcomes.size() == 1 ? "" : " (" + which(cells) + ")",
                                outcome.attempt(),
                                outcome.mail(),
                                outcome.others(),
                                outcome.lane()))));
    return rows;
  }

  private static String which(List<FaultCell> cells) {
    Set<String> words = new TreeSet<>();
    for (FaultCell cell : cells) {
      words.add(
          (cell.kept() ? "kept connection" : "new connection")
              + (cell.pipelining() ? " with PIPELINING" : " without PIPELINING"));
    }
    for (String age : List.of("kept connection", "new connection")) {
      List<String> both = List.of(age + " with PIPELINING", age + " without PIPELINING");
      if (words.containsAll(both)) {
        words.removeAll(both);
        words.add(age);
      }
    }
    return String.join(", ", words);
  }

  private static List<String> documented() throws Exception {
    return Files.readAllLines(Path.of("docs/mail-server-faults.md")).stream()
        .filter(line -> line.startsWith("|"))
        .skip(2)
        .toList();
  }
}
