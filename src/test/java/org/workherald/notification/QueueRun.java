package org.workherald.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.workherald.notification.Reception.Prepared;
import org.workherald.outbox.Lane.Probe;
import org.workherald.outbox.Lease;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.outbox.Outbox;
import org.workherald.outbox.Settlement;
import org.workherald.settings.SettingStore;
import org.workherald.store.Ids;

/** Takes steps with the real queue and with the model of it, and compares what both say. */
final class QueueRun {

  static final Duration LEASE = Duration.ofMinutes(2);

  private static final List<Duration> TIMES =
      List.of(
          Duration.ofMillis(1),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          LEASE,
          LEASE.plusSeconds(1),
          LEASE.multipliedBy(2),
          Duration.ofHours(13));

  private final Parts parts;
  private final Reception reception;
  private final CourseResource course;
  private final QueueModel model = new QueueModel();
  private final LaneModel lane = new LaneModel();
  private final QueueWatch watch;
  private final List<UUID> accepted = new ArrayList<>();
  private final List<Lease> leases = new ArrayList<>();
  private final List<Probe> probes = new ArrayList<>();
  private final Map<String, Kept> keys = new HashMap<>();
  private final SettingStore settings;

  /** The one that callers and operators talk to, and another replica, of which workers claim. */
  private final Worker here;

  private final Worker elsewhere;
  private final Map<UUID, Worker> workers = new HashMap<>();
  private long revision;

  /** A process that claims: what it is working on, and how fair it has been. */
  private record Worker(Outbox outbox, Set<UUID> live, FairWatch fair) {

    static Worker of(Outbox outbox) {
      return new Worker(outbox, new HashSet<>(), new FairWatch());
    }
  }

  /** What the first request with a key was, and when it came. */
  private record Kept(String request, Instant at) {}

  /**
   * @param parts on an empty database
   */
  QueueRun(Parts parts, QueueWatch watch) {
    this.parts = parts;
    this.reception = parts.reception(Long.MAX_VALUE);
    this.course = parts.course();
    this.watch = watch;
    var database = parts.test.database();
    this.settings = new SettingStore(database, parts.clock);
    this.here = Worker.of(parts.outbox);
    this.elsewhere = Worker.of(new Outbox(database, parts.clock, new Ids(parts.clock)));
  }

  void take(Step step) {
    Instant now = parts.clock.instant();
    switch (step.action()) {
      case ACCEPT -> accept(null, "", List.of(step.dice().draft(parts)));
      case ACCEPT_BATCH -> {
        Dice dice = step.dice();
        int drafts = 2 + dice.roll(8);
        accept(null, "", Stream.generate(() -> dice.draft(parts)).limit(drafts).toList());
      }
      case ACCEPT_WITH_KEY -> acceptWithKey(step, now);
      case CLAIM -> claim(step.chance(3) ? elsewhere : here, 1 + step.one() % 5, now);
      case CLAIM_ONE_BY_ONE -> {
        for (int i = 0; i < 8; i++) {
          claim(here, 1, now);
        }
      }
      case DONE -> done(step.pick(leases));
      case RENEW -> renew(step.pick(leases), now);
      case SETTLE -> settle(step.pick(leases), step.dice(), now);
      case CANCEL -> course(step.pick(accepted), false, now);
      case RESEND -> course(step.pick(accepted), true, now);
      case CANCEL_WORK_ITEM -> {
        String item = Dice.workItem(step.one());
        int cancelled = course.cancelAll(item).cancelled();
        assertThat(cancelled).isEqualTo(model.cancelWorkItem(item, now, here.live));
      }
      case EXPIRE -> assertThat(parts.outbox.expire(1000)).isEqualTo(model.expire(now, here.live));
      case REMOVE -> {
        Instant cutoff = step.chance(2) ? now : now.minus(Duration.ofHours(1));
        assertThat(parts.store.purge(cutoff, 1000)).isEqualTo(model.remove(cutoff, now, here.live));
      }
      case PAUSE -> {
        Instant until = now.plusSeconds(step.one() % 3 * 60);
        parts.lane.pause("other", "a wall", step.chance(2), until);
        lane.pause(step.chance(2), until, now);
      }
      case HASTEN -> {
        parts.lane.hasten();
        lane.hasten(now);
      }
      case CHANGE_SETTINGS -> {
        // Workers that see the new revision ask for a probe.
        revision = settings.write("smtp", revision, "{}").revision();
        assertThat(settings.revision("smtp")).isEqualTo(revision);
        parts.lane.hasten();
        lane.hasten(now);
      }
      case PROBE -> probe(now);
      case RESUME -> resume(step.pick(probes));
      case PROLONG -> prolong(step.pick(probes), step.chance(2), now.plusSeconds(30));
      case TIME_PASSES -> parts.clock.move(TIMES.get(step.one() % TIMES.size()));
    }
    watch.look(step.action(), now, model, lane);
  }

  private void acceptWithKey(Step step, Instant now) {
    String key = "key " + step.one() % 2;
    String request = "request " + (step.chance(4) ? 1 : 0);
    Kept kept = keys.get(key);
    if (kept == null || !kept.at.isAfter(now.minus(Duration.ofHours(24)))) {
      keys.put(key, new Kept(request, now));
      assertThat(accept(key, request, List.of(step.dice().draft(parts)))).isEqualTo("202 first");
    } else {
      String expected = kept.request.equals(request) ? "202 again" : "422";
      assertThat(accept(key, request, null)).isEqualTo(expected);
    }
  }

  /**
   * @param drafts or {@code null} when nothing may be made of the request
   */
  private String accept(String key, String request, List<Draft> drafts) {
    try {
      Response answer =
          reception.accept(Parts.CALLER, key, request, () -> new Prepared(drafts, "", Map.of()));
      boolean again = answer.getHeaderString("Idempotency-Replayed") != null;
      if (!again) {
        model.accept(drafts, parts.clock.instant());
        drafts.forEach(draft -> accepted.add(draft.notification().id()));
      }
      return answer.getStatus() + (again ? " again" : " first");
    } catch (HttpProblem e) {
      return String.valueOf(e.getStatusCode());
    }
  }

  private void claim(Worker worker, int limit, Instant now) {
    List<Row> due = lane.node().equals("open") ? model.due(now, worker.live) : List.of();
    Optional<Lease> lease = worker.outbox.claim(limit, LEASE);
    List<UUID> taken =
        lease.map(Lease::entries).orElse(List.of()).stream().map(LeasedEntry::id).toList();
    worker.fair.look(due, taken, limit);
    lease.ifPresent(
        mine -> {
          leases.add(mine);
          worker.live.add(mine.token());
          workers.put(mine.token(), worker);
          model.claim(taken, mine.token(), mine.until());
        });
  }

  private void done(Lease lease) {
    if (lease != null) {
      Worker worker = workers.get(lease.token());
      worker.outbox.done(lease);
      worker.live.remove(lease.token());
    }
  }

  private void renew(Lease lease, Instant now) {
    if (lease != null) {
      List<UUID> held = parts.outbox.renew(lease.token(), now.plus(LEASE));
      assertThat(new HashSet<>(held)).isEqualTo(model.renew(lease.token(), now.plus(LEASE)));
    }
  }

  /** By whoever has had a lease: with any outcome, for any part of it, for the second time too. */
  private void settle(Lease lease, Dice dice, Instant now) {
    if (lease != null) {
      List<Settlement> settlements = new ArrayList<>();
      for (LeasedEntry entry : lease.entries()) {
        if (dice.roll(4) > 0) {
          settlements.add(dice.settlement(entry.id(), now));
        }
      }
      assertThat(parts.outbox.settle(lease.token(), settlements))
          .isEqualTo(model.settle(lease.token(), settlements, now));
    }
  }

  private void course(UUID message, boolean resend, Instant now) {
    if (message == null) {
      return;
    }
    boolean known = !model.of(message).isEmpty();
    boolean held = lane.holding == 1;
    if (resend) {
      model.resend(message, now, here.live);
    } else {
      model.cancel(message::equals, now, here.live);
    }
    try {
      NotificationView view = resend ? course.resend(message) : course.cancel(message);
      if (resend) {
        lane.hasten(now);
      }
      assertThat(view.deliveries())
          .extracting(delivery -> delivery.state().word())
          .isEqualTo(
              model.of(message).stream()
                  .map(row -> held && row.queued() ? "held" : row.state)
                  .toList());
    } catch (HttpProblem e) {
      assertThat(e.getStatusCode()).isEqualTo(404);
      assertThat(known).as("known to the model").isFalse();
    }
  }

  private void probe(Instant now) {
    Instant until = now.plusSeconds(60);
    Optional<Probe> probe = parts.lane.claimProbe(until);
    assertThat(probe.isPresent()).isEqualTo(lane.canBeProbed(now));
    probe.ifPresent(
        taken -> {
          probes.add(taken);
          lane.probe(taken.token(), until);
        });
  }

  private void resume(Probe probe) {
    if (probe != null) {
      assertThat(parts.lane.resume(probe)).isEqualTo(lane.resume(probe));
    }
  }

  private void prolong(Probe probe, boolean holding, Instant until) {
    if (probe != null) {
      assertThat(parts.lane.prolong(probe, "other", "a wall", holding, until))
          .isEqualTo(lane.prolong(probe, holding, until));
    }
  }
}
