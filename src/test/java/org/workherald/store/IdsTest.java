package org.workherald.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {

  private final MovableClock clock = new MovableClock();
  private final Ids ids = new Ids(clock);

  @Test
  void areUuidsOfVersion7WithTheTimeOfTheClock() {
    UUID id = ids.next();

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(clock.millis());
  }

  @Test
  void sortAsTextInTheOrderTheyWereMade() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      made.add(ids.next().toString());
      if (i % 5_000 == 0) {
        clock.move(Duration.ofMillis(1));
      }
      if (i == 12_000) {
        clock.move(Duration.ofMillis(-500));
      }
    }

    assertThat(made).isSorted().doesNotHaveDuplicates();
  }
}
