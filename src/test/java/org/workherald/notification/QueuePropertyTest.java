package org.workherald.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workherald.notification.Diagram.Move;
import org.workherald.store.Dialect;
import org.workherald.store.TestDatabase;

/**
 * Whatever callers, workers, operators, housekeeping and the clock do to the queue, in whatever
 * order: it moves along the arrows of {@code docs/states.md} only, and nothing is lost.
 *
 * <p>Each run of steps is made from a seed. One that fails is told with its seed and the steps that
 * it takes at least; {@code -Dtest.seed=…} makes that run the first one.
 */
class QueuePropertyTest {

  private static final int STEPS = 30;

  @ParameterizedTest
  @CsvSource({"SQLITE, 200", "POSTGRESQL, 30"})
  void everyStepIsAllowedAndNothingIsLost(Dialect dialect, int runs) {
    long first = Long.getLong("test.seed", System.nanoTime());
    Parts parts = Parts.emptied(dialect);
    QueueWatch watch = new QueueWatch(parts.test.database());
    // Rare arrows may need some more runs to occur.
    int most = dialect == Dialect.SQLITE ? 10 * runs : runs;
    for (int run = 0; run < runs || (run < most && !watch.hasSeenAll()); run++) {
      long seed = first + run;
      List<Step> steps = Step.random(seed, STEPS);
      Throwable failure = failure(parts, watch, steps);
      if (failure != null) {
        String least =
            least(parts, steps).stream().map(Step::toString).collect(Collectors.joining("\n"));
        throw new AssertionError(
            "-Dtest.seed=%d fails on %s with%n%s".formatted(seed, dialect, least), failure);
      }
    }
    if (dialect == Dialect.SQLITE) {
      assertThat(watch.deliveryMoves()).as("seed %d", first).isEqualTo(Diagram.DELIVERY);
      assertThat(watch.laneMoves()).as("seed %d", first).isEqualTo(Diagram.LANE);
    }
  }

  @Test
  void everyMoveInTheDiagramsIsExplained() {
    assertThat(new TreeSet<>(Diagram.explained()))
        .isEqualTo(
            Stream.concat(Diagram.DELIVERY.stream(), Diagram.LANE.stream())
                .map(Move::by)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** What goes wrong with these steps, or {@code null}. */
  private static Throwable failure(Parts parts, QueueWatch watch, List<Step> steps) {
    TestDatabase.emptied(parts.test.database().dialect());
    QueueRun run = new QueueRun(parts, watch);
    watch.begin();
    try {
      steps.forEach(run::take);
      return null;
    } catch (AssertionError | RuntimeException e) {
      return e;
    }
  }

  /** Leaves out each step without which it fails all the same. */
  private static List<Step> least(Parts parts, List<Step> steps) {
    QueueWatch watch = new QueueWatch(parts.test.database());
    List<Step> least = new ArrayList<>(steps);
    // The latest first: those after the one that failed go at once.
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step left = least.remove(i);
      if (failure(parts, watch, least) == null) {
        least.add(i, left);
      }
    }
    return least;
  }
}
