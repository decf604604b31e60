package org.workherald.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.outbox.Lane.Pause;
import org.workherald.outbox.Lane.Probe;
import org.workherald.store.Dialect;

@ParameterizedClass
@EnumSource(Dialect.class)
class LaneTest {

  private final OutboxFixture at;
  private final Lane lane;
  private final Lane replica;

  LaneTest(Dialect dialect) {
    at = new OutboxFixture(dialect);
    lane = at.lane;
    replica = new Lane(at.database, at.clock);
  }

  @Test
  void isOpenAtFirst() {
    assertThat(lane.pause()).isEmpty();
    assertThat(lane.pauses()).isZero();
    assertThat(lane.claimProbe(in(60))).isEmpty();
  }

  @Test
  void aPauseIsSeenByAll() {
    lane.pause("login-refused", "The server refuses the password.", true, in(60));

    Pause expected =
        new Pause(
            at.clock.instant(),
            "login-refused",
            "The server refuses the password.",
            true,
            in(60),
            1);
    assertThat(replica.pause()).contains(expected);
  }

  @Test
  void severalWorkersThatRunIntoTheSameWallMakeOnePause() {
    lane.pause("refused", "first", false, in(30));
    replica.pause("refused", "second", false, in(30));
    replica.pause("refused", "third", false, in(20));

    assertThat(lane.pause().orElseThrow().reason()).isEqualTo("first");
    assertThat(lane.pauses()).isEqualTo(1);
  }

  @Test
  void aPauseIsProlongedButNotCutShort() {
    lane.pause("refused", "away", false, in(30));
    lane.pause("quota", "no more today", false, in(3600));
    lane.pause("refused", "away", false, in(60));

    assertThat(lane.pause().orElseThrow().cause()).isEqualTo("quota");
    assertThat(lane.pause().orElseThrow().resumeAt()).isEqualTo(in(3600));
  }

  @Test
  void aPauseThatHoldsOutranksOneThatDoesNot() {
    lane.pause("refused", "away", false, in(3600));
    lane.pause("login-refused", "wrong password", true, in(60));
    lane.pause("refused", "away", false, in(7200));

    assertThat(lane.pause().orElseThrow().cause()).isEqualTo("login-refused");
    assertThat(lane.pause().orElseThrow().holding()).isTrue();
  }

  @Test
  void theRightToProbeGoesToOneWhenThePauseIsOver() {
    lane.pause("refused", "away", false, in(30));
    assertThat(lane.claimProbe(in(60))).isEmpty();
    at.clock.move(Duration.ofSeconds(30));

    List<CompletableFuture<Optional<Probe>>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Lane each = i % 2 == 0 ? lane : replica;
      all.add(CompletableFuture.supplyAsync(() -> each.claimProbe(in(60))));
    }

    assertThat(all.stream().filter(probe -> probe.join().isPresent())).hasSize(1);
    assertThat(lane.pause().orElseThrow().resumeAt()).isEqualTo(in(60));
  }

  @Test
  void aProbeThatNeverReportsIsFollowedByAnother() {
    lane.pause("refused", "away", false, in(30));
    at.clock.move(Duration.ofSeconds(30));
    assertThat(lane.claimProbe(in(60))).isPresent();
    at.clock.move(Duration.ofSeconds(60));

    assertThat(replica.claimProbe(in(60))).isPresent();
  }

  @Test
  void aProbeThatFailsIsOneMorePauseInARow() {
    Instant since = at.clock.instant();
    lane.pause("login-refused", "wrong password", true, in(3600));
    at.clock.move(Duration.ofSeconds(3600));
    Probe probe = probe(lane);
    assertThat(probe.pause().pauses()).isEqualTo(1);
    assertThat(lane.prolong(probe, "refused", "away", false, in(30))).isTrue();

    assertThat(lane.pause()).contains(new Pause(since, "refused", "away", false, in(30), 2));
  }

  @Test
  void whoProbedTooLongDoesNotEndThePauseThatAnotherProbeProlonged() {
    lane.pause("login-refused", "wrong password", true, in(30));
    at.clock.move(Duration.ofSeconds(30));
    Probe late = probe(lane);
    at.clock.move(Duration.ofSeconds(60));
    assertThat(replica.prolong(probe(replica), "login-refused", "still wrong", true, in(600)))
        .isTrue();

    assertThat(lane.resume(late)).isFalse();
    assertThat(lane.prolong(late, "refused", "away", false, in(30))).isFalse();

    assertThat(lane.pause().orElseThrow().resumeAt()).isEqualTo(in(600));
  }

  @Test
  void aSlowProbeEndsThePauseThatAnotherOneStillProbes() {
    lane.pause("refused", "away", false, in(30));
    at.clock.move(Duration.ofSeconds(30));
    Probe slow = probe(lane);
    at.clock.move(Duration.ofSeconds(60));
    Probe other = probe(replica);

    assertThat(lane.resume(slow)).isTrue();
    assertThat(lane.pause()).isEmpty();

    assertThat(replica.prolong(other, "refused", "away", false, in(30))).isFalse();
    lane.pause("quota", "no more today", true, in(3600));
    assertThat(replica.resume(other)).isFalse();
    assertThat(lane.pause()).isPresent();
  }

  @Test
  void aPauseThatIsBeingProbedIsLeftToTheProbe() {
    lane.pause("login-refused", "wrong password", true, in(30));
    at.clock.move(Duration.ofSeconds(30));
    Probe probe = probe(lane);

    replica.pause("quota", "no more today", true, in(3600));

    assertThat(lane.pause()).contains(probe.pause());
    assertThat(lane.resume(probe)).isTrue();
    assertThat(lane.pause()).isEmpty();
  }

  @Test
  void theCountOfPausesSurvivesResumeAndEndsWhenMailsFlow() {
    lane.pause("refused", "away", false, in(0));
    assertThat(lane.resume(probe(lane))).isTrue();
    assertThat(lane.pause()).isEmpty();
    assertThat(lane.pauses()).isEqualTo(1);
    lane.pause("refused", "away", false, in(0));
    assertThat(lane.pause().orElseThrow().pauses()).isEqualTo(2);
    assertThat(lane.resume(probe(replica))).isTrue();

    replica.flowing();

    assertThat(lane.pauses()).isZero();
  }

  @Test
  void aPauseCanBeHastened() {
    lane.hasten();
    assertThat(lane.pause()).isEmpty();
    lane.pause("untrusted-issuer", "not trusted", true, in(3600));

    replica.hasten();

    assertThat(lane.claimProbe(in(60))).isPresent();
  }

  @Test
  void permitsAreSharedByAllReplicas() {
    assertThat(lane.permits(10, 60) + replica.permits(10, 60)).isEqualTo(3);
    assertThat(replica.permits(1, 60)).isZero();
    at.clock.move(Duration.ofSeconds(2));
    assertThat(replica.permits(5, 60)).isEqualTo(1);
    assertThat(lane.permits(5, 60)).isZero();
  }

  /** As the server counts: a mail that has to wait for a connection arrives two seconds late. */
  @Test
  void inNoMinuteAreThereMorePermitsThanAllowed() {
    List<Instant> taken = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      for (int permits = (i % 2 == 0 ? lane : replica).permits(4, 30); permits > 0; permits--) {
        taken.add(at.clock.instant());
      }
      at.clock.move(Duration.ofMillis(i % 500 == 0 ? 20_000 : 100));
    }

    for (Instant from : taken) {
      Instant to = from.plusSeconds(62);
      assertThat(taken.stream().filter(t -> !t.isBefore(from) && t.isBefore(to)))
          .hasSizeLessThanOrEqualTo(30);
    }
    assertThat(taken).hasSizeGreaterThan(140);
  }

  @Test
  void permitsThatWereNotUsedAreThereForOthers() {
    // Rounding in favour of the server may cost one each time.
    assertThat(lane.permits(5, 120)).isEqualTo(5);
    assertThat(lane.permits(5, 120)).isLessThanOrEqualTo(1);
    at.clock.move(Duration.ofSeconds(10));
    assertThat(lane.permits(6, 120)).isEqualTo(6);
    lane.giveBack(5, 120);
    assertThat(replica.permits(6, 120)).isBetween(4, 5);

    // As if it had never been asked for: ten a second are tried, and one in a hundred used.
    at.clock.move(Duration.ofSeconds(60));
    int used = 0;
    for (int i = 0; i < 600; i++) {
      int permits = lane.permits(6, 120);
      boolean use = i % 100 == 0;
      used += use ? permits : 0;
      lane.giveBack(use ? 0 : permits, 120);
      at.clock.move(Duration.ofMillis(100));
    }
    assertThat(used).isBetween(6 * 5, 6 * 6);
  }

  @Test
  void permitsAreNeverGivenTwiceAtOnce() {
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Lane each = i % 2 == 0 ? lane : replica;
      all.add(CompletableFuture.supplyAsync(() -> each.permits(3, 200)));
    }

    // Ten at most; rounding in favour of the server may cost one.
    assertThat(all.stream().mapToInt(CompletableFuture::join).sum()).isBetween(9, 10);
  }

  @Test
  void withoutALimitEverythingIsPermitted() {
    assertThat(lane.permits(1_000, 0)).isEqualTo(1_000);
  }

  private Probe probe(Lane by) {
    return by.claimProbe(in(60)).orElseThrow();
  }

  private Instant in(long seconds) {
    return at.clock.instant().plusSeconds(seconds);
  }
}
