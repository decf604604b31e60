package org.workherald.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.workherald.outbox.Lane;
import org.workherald.outbox.Lease;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.outbox.Outbox;
import org.workherald.outbox.Settlement;
import org.workherald.smtp.Accounts;
import org.workherald.smtp.OutgoingMessage;
import org.workherald.smtp.Rig;
import org.workherald.smtp.SmtpAccount;
import org.workherald.smtp.SmtpTransport;
import org.workherald.store.Database;
import org.workherald.trust.Trust;

/**
 * A worker stepped by hand: claims, sends and settles as {@link Deliverer} does, with its parts,
 * but for the threads beside it and the words of the mails.
 */
final class HandWorker {

  private static final Duration LEASE = Duration.ofMinutes(2);

  final Map<UUID, Integer> results = new HashMap<>();
  final List<LeasedEntry> claimed = new ArrayList<>();
  private final Gate gate;
  private final Outbox outbox;
  private final SmtpTransport transport;
  private final Verdict verdict;

  /** One on a lane of its own, with the transport of a rig. */
  static HandWorker over(Rig rig, Outbox outbox, Database database, Clock clock) {
    return new HandWorker(
        outbox,
        new Lane(database, clock),
        Accounts.deployed(database, clock),
        rig.trust(),
        rig.transport(),
        clock);
  }

  HandWorker(
      Outbox outbox,
      Lane lane,
      SmtpAccount account,
      Trust trust,
      SmtpTransport transport,
      Clock clock) {
    DeliveryConfig config = Config.defaults();
    // Time passes here as the clock is moved: nobody sets it.
    ClockWatch time =
        new ClockWatch(
            Optional::empty,
            ahead -> {},
            clock,
            () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()),
            LEASE,
            new SimpleMeterRegistry());
    this.gate = new Gate(lane, account, trust, transport, new PausePolicy(config), time, clock);
    this.outbox = outbox;
    this.transport = transport;
    this.verdict = new Verdict(new RetryPolicy(config), clock);
  }

  /** As {@link Deliverer#step}. */
  boolean step() {
    Gate.Revisions revisions = gate.revisions();
    if (!gate.open() || outbox.due(50) == 0) {
      return false;
    }
    try (SmtpTransport.Line line = transport.line().orElse(null)) {
      return line != null && step(line, revisions);
    }
  }

  private boolean step(SmtpTransport.Line line, Gate.Revisions revisions) {
    Optional<Lease> lease = outbox.claim(50, LEASE);
    if (lease.isEmpty()) {
      return false;
    }
    claimed.addAll(lease.get().entries());
    List<Settlement> settled = new ArrayList<>();
    Round round =
        new Round(
            lease.get().entries(),
            entry -> true,
            HandWorker::message,
            verdict,
            settled::add,
            () -> true);
    line.send(
        round,
        result -> {
          results.merge(result.message(), 1, Integer::sum);
          round.accept(result);
        },
        id -> true);
    round.finish(Optional.empty());
    outbox.settle(lease.get().token(), settled);
    outbox.done(lease.get());
    if (round.sent()) {
      gate.flowing();
    }
    round.serverFailure().ifPresent(failure -> gate.close(failure, revisions));
    return round.tried() && round.serverFailure().isEmpty();
  }

  private static OutgoingMessage message(LeasedEntry entry) {
    return new OutgoingMessage(
        entry.id(),
        "from@example.com",
        entry.recipient(),
        ("Message-ID: <" + entry.id() + "@example.com>\r\n\r\nbody\r\n").getBytes(UTF_8));
  }
}
