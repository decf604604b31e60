package org.workherald.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.PackagedService;

/**
 * The mail server is away for a while and mails come in all the time: callers notice nothing, and
 * when it is back everything goes out, oldest first, without a stampede.
 */
@Tag("faults")
class OutageIT {

  private static final Duration OUTAGE =
      Duration.parse("PT" + System.getProperty("faults.outage", "10m").toUpperCase(Locale.ROOT));

  private static final Duration MOST_BEFORE = Duration.ofMinutes(1);
  private static final int PER_SECOND = 50;

  /** What several workers may have under way at a time, and what callers posted at a time. */
  private static final int UNDER_WAY = FaultyServer.CONNECTIONS * 50 + 50;

  @TempDir Path folder;

  private final List<Integer> arrived = Collections.synchronizedList(new ArrayList<>());

  @Test
  void callersNoticeNothingAndTheOldestGoFirst() throws Exception {
    try (FaultyServer mail = new FaultyServer();
        PackagedService service = mail.service(folder).start()) {
      mail.server.taker(taken -> arrived.add(number(taken.recipients().get(0))));
      int accepted;
      double before;
      double during;
      int attempts;
      int backlog;
      try (SteadyPosts posts = new SteadyPosts(service, PER_SECOND)) {
        pause(Duration.ofSeconds(10)); // warm
        posts.p99();
        pause(OUTAGE.compareTo(MOST_BEFORE) < 0 ? OUTAGE : MOST_BEFORE);
        before = posts.p99();
        int seen = mail.attempts();
        mail.goAway();
        pause(OUTAGE);
        during = posts.p99();
        attempts = mail.attempts() - seen;
        backlog = posts.accepted() - arrived.size();
        assertThat(posts.refused()).isZero();
        mail.comeBack();
        int connected = mail.attempts();
        await().atMost(Duration.ofMinutes(5)).until(() -> posts.accepted() - arrived.size() < 100);
        assertThat(mail.attempts() - connected)
            .as("connections after the return")
            .isLessThan(20 + backlog / 50);
        posts.stop();
        accepted = posts.accepted();
      }
      int all = accepted;
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(new HashSet<>(arrived)).hasSize(all));
      double minutes = Math.max(1, OUTAGE.toSeconds() / 60.0);
      System.out.printf(
          Locale.ROOT,
          "RESULT outage seconds=%d accepted=%d backlog=%d p99-before-millis=%.1f"
              + " p99-during-millis=%.1f attempts=%d attempts-per-minute=%.1f out-of-order=%d%n",
          OUTAGE.toSeconds(),
          arrived.size(),
          backlog,
          before,
          during,
          attempts,
          attempts / minutes,
          outOfOrder());
      // Those that were on their way when it went may be early or late, or come twice.
      assertThat(arrived).hasSizeLessThanOrEqualTo(all + FaultyServer.CONNECTIONS);
      assertThat(outOfOrder()).isLessThanOrEqualTo(2 * FaultyServer.CONNECTIONS);
      // One for each pause, which are 5, 10, 20, 40 and then 60 seconds long, and the watch's.
      assertThat(attempts).isLessThanOrEqualTo((int) (2 * minutes) + 6 + FaultyServer.CONNECTIONS);
    }
  }

  /** How many mails came so late that it cannot be for what workers had under way. */
  private int outOfOrder() {
    int youngest = 0;
    int late = 0;
    for (int number : List.copyOf(arrived)) {
      youngest = Math.max(youngest, number);
      late += youngest - number > UNDER_WAY ? 1 : 0;
    }
    return late;
  }

  private static int number(String address) {
    return Integer.parseInt(address.substring(1, address.indexOf('@')));
  }

  private static void pause(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    await().atMost(length.plusMinutes(1)).until(() -> System.nanoTime() - end >= 0);
  }
}
