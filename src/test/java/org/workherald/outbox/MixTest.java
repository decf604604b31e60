package org.workherald.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixTest {

  @Test
  void everyFourthClaimOfOneIsForTheOthers() {
    assertThat(IntStream.range(0, 8).map(turn -> new Mix(turn).normals(1)))
        .containsExactly(0, 0, 0, 1, 0, 0, 0, 1);
  }

  /** Also when the number of claims is beyond what a number can tell. */
  @ParameterizedTest
  @ValueSource(ints = {0, 7, Integer.MAX_VALUE - 1})
  void aQuarterIsForTheOthersWhateverIsClaimedAtATime(int first) {
    for (int places = 1; places <= 60; places++) {
      int all = places;
      int normals = IntStream.range(0, 4).map(i -> new Mix(first + i).normals(all)).sum();
      assertThat(normals).as("of four times %d", places).isEqualTo(places);
    }
  }

  @Test
  void mergesBothByTheirPlaces() {
    assertThat(new Mix(0).merge(List.of("u", "u", "u", "u", "u"), List.of("n", "n")))
        .containsExactly("u", "u", "u", "n", "u", "u", "n");
    assertThat(new Mix(3).merge(List.of("u", "u"), List.of("n", "n", "n")))
        .containsExactly("n", "u", "u", "n", "n");
  }

  /** A server may take only the first few of each claim. */
  @Test
  void theFirstPlaceIsNotAlwaysForTheSame() {
    assertThat(
            IntStream.range(0, 4)
                .mapToObj(turn -> new Mix(turn).merge(List.of("u", "u"), List.of("n", "n")).get(0)))
        .containsOnlyOnce("n");
  }
}
