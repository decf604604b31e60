package org.workherald.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.workherald.outbox.OutboxFixture.LEASE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.store.Dialect;

@ParameterizedClass
@EnumSource(Dialect.class)
class ClaimTest {

  private final OutboxFixture at;

  ClaimTest(Dialect dialect) {
    at = new OutboxFixture(dialect);
  }

  @Test
  void givesNothingWhenNothingIsDue() {
    assertThat(at.outbox.claim(10, LEASE)).isEmpty();
  }

  @Test
  void givesAnEntryAsItWasAdded() {
    NewEntry added = at.add(at.ids.next(), true, at.clock.instant().plusSeconds(60));

    Lease lease = at.claim();

    assertThat(lease.until()).isEqualTo(at.clock.instant().plus(LEASE));
    assertThat(lease.entries())
        .containsExactly(
            new LeasedEntry(
                added.id(),
                added.message(),
                "kim@example.com",
                "{}",
                0,
                null,
                at.clock.instant(),
                at.clock.instant().plusSeconds(60)));
    assertThat(at.find(added).underWay()).isTrue();
  }

  @Test
  void countsWhatItWouldGive() {
    assertThat(at.outbox.due(10)).isZero();
    at.add();
    at.add(at.ids.next(), true, at.clock.instant().plusSeconds(86_400));
    at.add(at.ids.next(), false, at.clock.instant());
    assertThat(at.outbox.due(10)).as("one has expired").isEqualTo(2);
    assertThat(at.outbox.due(1)).isEqualTo(1);
    Lease lease = at.claim();
    assertThat(at.outbox.due(10)).isZero();
    at.outbox.done(lease);
    at.clock.move(LEASE);
    assertThat(at.outbox.due(10)).isEqualTo(2);
  }

  @Test
  void givesUrgentOnesFirstThenTheLongestDue() {
    NewEntry first = at.add();
    at.clock.move(Duration.ofSeconds(1));
    NewEntry second = at.add();
    at.clock.move(Duration.ofSeconds(1));
    NewEntry urgent = at.add(at.ids.next(), true, null);
    at.clock.move(Duration.ofSeconds(1));
    NewEntry urgentToo = at.add(at.ids.next(), true, null);
    NewEntry last = at.add();

    List<UUID> three = ids(at.outbox.claim(3, LEASE));
    List<UUID> rest = ids(at.outbox.claim(3, LEASE));

    assertThat(three).containsExactly(urgent.id(), urgentToo.id(), first.id());
    assertThat(rest).containsExactly(second.id(), last.id());
  }

  @Test
  void givesAnEntryToOneWorkerAtATime() {
    at.add();
    at.claim();
    at.clock.move(LEASE.minusMillis(1));

    assertThat(at.replica().claim(10, LEASE)).isEmpty();
  }

  @Test
  void givesAnEntryToAnybodyWhenItsLeaseRanOut() {
    NewEntry entry = at.add();
    Lease lost = at.claim();
    at.clock.move(LEASE);

    Lease taken = at.replica().claim(10, LEASE).orElseThrow();

    assertThat(taken.token()).isNotEqualTo(lost.token());
    assertThat(taken.entries()).extracting(LeasedEntry::id).containsExactly(entry.id());
  }

  @Test
  void neverGivesOneEntryToTwoWorkersAtOnce() {
    int entries = 400;
    at.add(
        IntStream.range(0, entries)
            .mapToObj(
                i ->
                    new NewEntry(
                        at.ids.next(),
                        at.ids.next(),
                        "caller " + i % 3,
                        "kim@example.com",
                        "{}",
                        i % 5 == 0,
                        EntryState.QUEUED,
                        null,
                        null))
            .toList());

    List<CompletableFuture<List<UUID>>> workers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Outbox replica = at.replica();
      workers.add(CompletableFuture.supplyAsync(() -> drain(replica)));
    }
    List<UUID> claimed = workers.stream().flatMap(worker -> worker.join().stream()).toList();

    assertThat(claimed).hasSize(entries);
    Set<UUID> distinct = new HashSet<>(claimed);
    assertThat(distinct).hasSize(entries);
  }

  @Test
  void givesNothingWhileTheLaneIsPaused() {
    at.add();
    at.lane.pause("refused", "the server is away", false, at.clock.instant());

    assertThat(at.outbox.claim(10, LEASE)).isEmpty();

    at.lane.resume(at.lane.claimProbe(at.clock.instant().plusSeconds(60)).orElseThrow());
    assertThat(at.outbox.claim(10, LEASE)).isPresent();
  }

  @Test
  void givesNothingThatIsExpired() {
    at.add(at.ids.next(), false, at.clock.instant().plusSeconds(1));
    at.clock.move(Duration.ofSeconds(1));

    assertThat(at.outbox.claim(10, LEASE)).isEmpty();
  }

  @Test
  void aRenewedLeaseLastsLonger() {
    NewEntry entry = at.add();
    Lease lease = at.claim();
    at.clock.move(LEASE.minusSeconds(1));

    assertThat(at.outbox.renew(lease.token(), at.clock.instant().plus(LEASE)))
        .containsExactly(entry.id());

    at.clock.move(Duration.ofSeconds(2));
    assertThat(at.replica().claim(10, LEASE)).isEmpty();
  }

  @Test
  void aLeaseThatWasTakenOverCannotBeRenewed() {
    at.add();
    Lease lost = at.claim();
    at.clock.move(LEASE);
    at.replica().claim(10, LEASE).orElseThrow();

    assertThat(at.outbox.renew(lost.token(), at.clock.instant().plus(LEASE))).isEmpty();
  }

  private static List<UUID> drain(Outbox outbox) {
    List<UUID> claimed = new ArrayList<>();
    for (Optional<Lease> lease = outbox.claim(7, LEASE);
        lease.isPresent();
        lease = outbox.claim(7, LEASE)) {
      claimed.addAll(ids(lease));
    }
    return claimed;
  }

  private static List<UUID> ids(Optional<Lease> lease) {
    return lease.orElseThrow().entries().stream().map(LeasedEntry::id).toList();
  }
}
