package org.workherald.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.workherald.outbox.OutboxFixture.LEASE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.store.Dialect;

/** Nobody waits for the many entries of somebody else. */
@ParameterizedClass
@EnumSource(Dialect.class)
class FairClaimTest {

  private final OutboxFixture at;
  private final Map<UUID, String> who = new HashMap<>();

  FairClaimTest(Dialect dialect) {
    at = new OutboxFixture(dialect);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 50})
  void whoFloodsDoesNotDelayTheOthers(int limit) {
    add("flood", 300, false);
    at.clock.move(Duration.ofSeconds(1));
    add("early", 5, false);
    add("late", 5, false);

    List<String> served = claim(limit, 30);

    assertThat(served.subList(0, 18)).filteredOn("early"::equals).hasSize(5);
    assertThat(served.subList(0, 18)).filteredOn("late"::equals).hasSize(5);
  }

  @Test
  void moreSharesThanAClaimHoldsAreAllServed() {
    for (int i = 0; i < 20; i++) {
      add("caller " + i, 3, false);
    }

    List<String> served = claim(3, 60);

    for (int round = 0; round < 60; round += 20) {
      assertThat(served.subList(round, round + 20)).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 50})
  void urgentOnesGoFirstAndTheOthersHaveAPart(int limit) {
    add("normal", 100, false);
    add("urgent", 100, true);

    Map<String, Long> served =
        claim(limit, 80).subList(0, 80).stream()
            .collect(Collectors.groupingBy(who -> who, Collectors.counting()));

    assertThat(served.get("urgent")).isBetween(58L, 62L);
    assertThat(served.get("normal")).isBetween(18L, 22L);
  }

  @Test
  void aClaimIsFullWheneverThereIsEnough() {
    add("a", 3, true);
    add("b", 5, false);
    add("c", 30, false);

    assertThat(at.outbox.claim(20, LEASE).orElseThrow().entries()).hasSize(20);
    assertThat(at.outbox.claim(20, LEASE).orElseThrow().entries()).hasSize(18);
    assertThat(at.outbox.claim(20, LEASE)).isEmpty();
  }

  /** Its entries are many, but none may be taken: then it must not cost the others a place. */
  @Test
  void aShareWithNothingDueHasNoTurn() {
    add("waits", 30, false);
    Lease failed = at.claim();
    at.outbox.settle(
        failed.token(),
        failed.entries().stream().map(e -> at.retry(e.id(), Duration.ofHours(1))).toList());
    add("under way", 30, false);
    at.claim();
    add("ready", 3, false);

    assertThat(claim(1, 3)).containsOnly("ready");
    assertThat(at.outbox.claim(1, LEASE)).isEmpty();
  }

  /** What is sent first of a claim is not always of the same share. */
  @Test
  void theFirstEntryIsNotAlwaysOfTheSameShare() {
    add("a", 40, false);
    add("b", 40, false);
    List<String> first = new ArrayList<>();

    for (int i = 0; i < 4; i++) {
      first.add(who.get(at.outbox.claim(10, LEASE).orElseThrow().entries().get(0).id()));
    }

    assertThat(first).containsExactly("a", "b", "a", "b");
  }

  private void add(String share, int entries, boolean urgent) {
    List<NewEntry> added = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      NewEntry entry =
          new NewEntry(
              at.ids.next(),
              at.ids.next(),
              share,
              "kim@example.com",
              "{}",
              urgent,
              EntryState.QUEUED,
              null,
              null);
      who.put(entry.id(), share);
      added.add(entry);
    }
    at.add(added);
  }

  /** Whose entries are served, in this order, by claims of so many. */
  private List<String> claim(int limit, int entries) {
    List<String> served = new ArrayList<>();
    while (served.size() < entries) {
      at.outbox.claim(limit, LEASE).orElseThrow().entries().stream()
          .map(entry -> who.get(entry.id()))
          .forEach(served::add);
    }
    return served;
  }
}
