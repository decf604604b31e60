package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.workherald.faults.Ledger.Copy;

/**
 * Mails that came more than once. Each process has a name of its own in EHLO, so the copies tell
 * who sent them: all but the last must have been under way in a process that was killed then.
 */
final class Repeats {

  /** How many mails of one connection may be out and unrecorded: {@code delivery/Settling}. */
  static final int MOST_UNRECORDED = 8;

  private final Map<String, Integer> byKill = new HashMap<>();
  private final Map<String, Instant> killed;
  private int all;
  private Duration oldest = Duration.ZERO;

  /**
   * @param killed when each process was killed, by its name
   */
  Repeats(Ledger ledger, Map<String, Instant> killed) {
    this.killed = killed;
    ledger.copies().stream().filter(copies -> copies.size() > 1).forEach(this::count);
  }

  private void count(List<Copy> copies) {
    assertThat(copies.stream().map(Copy::messageId).distinct())
        .as("a repeated mail has one Message-ID")
        .hasSize(1)
        .isNotEqualTo(List.of("none"));
    assertThat(copies.stream().map(copy -> copy.mail().client()).distinct())
        .as("no process sends a mail twice: %s", describe(copies))
        .hasSameSizeAs(copies);
    for (Copy copy : copies.subList(0, copies.size() - 1)) {
      String client = copy.mail().client();
      assertThat(killed)
          .as("repeated though its sender was not killed: %s", describe(copies))
          .containsKey(client);
      byKill.merge(client, 1, Integer::sum);
      all++;
      Duration age = Duration.between(copy.mail().takenAt(), killed.get(client));
      oldest = age.compareTo(oldest) > 0 ? age : oldest;
    }
  }

  static String describe(List<Copy> copies) {
    return copies.stream()
        .map(
            copy ->
                "%s by %s, DATA %s, taken %s"
                    .formatted(
                        copy.messageId(),
                        copy.mail().client(),
                        copy.mail().dataAt(),
                        copy.mail().takenAt()))
        .collect(Collectors.joining("; "));
  }

  /**
   * @param connections how many a process may have
   */
  void assertBounded(int connections) {
    assertThat(mostByOneKill())
        .as("mails repeated by one kill: %s", byKill)
        .isLessThanOrEqualTo(connections * MOST_UNRECORDED);
  }

  int all() {
    return all;
  }

  int mostByOneKill() {
    return byKill.values().stream().mapToInt(n -> n).max().orElse(0);
  }

  /** How long before the kill the server had taken the mail, at most. */
  Duration oldest() {
    return oldest;
  }
}
