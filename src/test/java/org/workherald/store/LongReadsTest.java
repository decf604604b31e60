package org.workherald.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LongReadsTest {

  private final Database database = TestDatabase.emptied(Dialect.SQLITE).database();
  private final LongReads reads = new LongReads(database, 2, Duration.ZERO);

  @Test
  void noMoreAreDoneAtOnceThanMay() {
    assertThat(
            reads.<Integer>read(
                first ->
                    reads.read(
                        second -> {
                          assertThatThrownBy(() -> reads.read(third -> 3))
                              .isInstanceOf(TooManyReads.class);
                          return database.read(delivery -> 4);
                        })))
        .isEqualTo(4);
    assertThat(reads.<Integer>read(later -> 5)).isEqualTo(5);
  }

  @Test
  void whoFailsLeavesItsPlace() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () ->
                  reads.read(
                      handle -> {
                        throw new IllegalStateException("broken");
                      }))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void theAnswerSaysThatTheDatabaseIsWellAndWhenToTryAgain() {
    var problem = new DatabaseUnavailableMapper().toProblem(new TooManyReads());
    assertThat(problem.getStatusCode()).isEqualTo(503);
    assertThat(problem.getHeaders()).containsKey("Retry-After");
    assertThat(problem.getDetail()).contains("at once").doesNotContain("not available");
  }
}
