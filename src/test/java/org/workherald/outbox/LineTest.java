package org.workherald.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineTest {

  /** What waits, share by share: {@code a1, a2, ...}. */
  private final Map<String, List<String>> waiting = new TreeMap<>();

  private final List<String> asked = new ArrayList<>();

  @Test
  void sharesGetEquallyMuch() {
    wait("a", 100);
    wait("b", 100);
    wait("c", 100);

    assertThat(line(7).inTurn()).containsExactly("a1", "b1", "c1", "a2", "b2", "c2", "a3");
    assertThat(asked).containsExactly("{a=3, b=2, c=2}");
  }

  @Test
  void whatOneDoesNotNeedGoesToTheOthersEqually() {
    wait("a", 1);
    wait("b", 100);
    wait("c", 4);
    wait("d", 100);

    assertThat(line(20).inTurn()).hasSize(20).contains("a1", "b8", "c4", "d7");
  }

  @Test
  void oneShareAloneIsAskedOnce() {
    wait("a", 100);

    assertThat(line(50).inTurn()).hasSize(50);
    assertThat(asked).containsExactly("{a=50}");
  }

  @Test
  void endsWhenNobodyHasMore() {
    wait("a", 2);
    wait("b", 3);

    assertThat(line(50).inTurn()).containsExactly("a1", "b1", "a2", "b2", "b3");
  }

  @Test
  void goesOnWhereItWasFilledBefore() {
    wait("a", 100);
    wait("b", 100);
    Line<String> line = line(3);

    line.fill(4, this::take);

    assertThat(line.inTurn()).containsExactly("a1", "b1", "a2", "b2");
  }

  @Test
  void theNextClaimBeginsAfterTheLastOneServed() {
    wait("a", 9);
    wait("b", 9);
    wait("c", 9);

    assertThat(line(1).turn("c")).isEqualTo("a");
    assertThat(line(2).turn("c")).isEqualTo("b");
    assertThat(line(3).turn("c")).as("so that b is the first one next time").isEqualTo("a");
    assertThat(line(0).turn("c")).as("nobody was served").isEqualTo("c");
  }

  private void wait(String share, int entries) {
    waiting.put(
        share,
        new ArrayList<>(IntStream.rangeClosed(1, entries).mapToObj(i -> share + i).toList()));
  }

  private Line<String> line(int places) {
    Line<String> line = new Line<>(List.copyOf(waiting.keySet()));
    line.fill(places, this::take);
    return line;
  }

  private Map<String, List<String>> take(Map<String, Integer> quotas) {
    asked.add(quotas.toString());
    Map<String, List<String>> taken = new HashMap<>();
    quotas.forEach((share, most) -> taken.put(share, take(share, most)));
    return taken;
  }

  private List<String> take(String share, int most) {
    List<String> left = waiting.get(share);
    List<String> head = left.subList(0, Math.min(most, left.size()));
    List<String> taken = List.copyOf(head);
    head.clear();
    return taken;
  }
}
