package org.workherald.delivery;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.workherald.notification.StoredNotifications;
import org.workherald.outbox.Lane;
import org.workherald.outbox.Lease;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.outbox.Outbox;
import org.workherald.outbox.Settlement;
import org.workherald.smtp.SmtpAccount;
import org.workherald.smtp.SmtpSettings;
import org.workherald.smtp.SmtpTransport;
import org.workherald.store.NamedThreads;
import org.workherald.trace.Aside;
import org.workherald.trace.Tracing;

/**
 * One step of delivery: claim a batch, send it over one connection, settle it. Any number of
 * workers may step at a time.
 */
@ApplicationScoped
class Deliverer {

  private static final Logger LOG = Logger.getLogger(Deliverer.class);

  private final Gate gate;
  private final Outbox outbox;
  private final Lane lane;
  private final SmtpAccount account;
  private final SmtpTransport transport;
  private final Courier courier;
  private final Verdict verdict;
  private final DeliveryMetrics metrics;
  private final Tracing tracing;
  private final DeliveryConfig config;
  private final Clock clock;
  private final ScheduledExecutorService recorder =
      Executors.newScheduledThreadPool(2, new NamedThreads("recorder"));

  Deliverer(
      Gate gate,
      Outbox outbox,
      Lane lane,
      SmtpAccount account,
      SmtpTransport transport,
      Courier courier,
      Verdict verdict,
      DeliveryMetrics metrics,
      Tracing tracing,
      DeliveryConfig config,
      Clock clock) {
    this.gate = gate;
    this.outbox = outbox;
    this.lane = lane;
    this.account = account;
    this.transport = transport;
    this.courier = courier;
    this.verdict = verdict;
    this.metrics = metrics;
    this.tracing = tracing;
    this.config = config;
    this.clock = clock;
  }

  /**
   * @param running when it says no, the step ends after the mails under way
   * @return whether there may be more to do at once
   */
  boolean step(BooleanSupplier running) throws InterruptedException {
    Gate.Revisions revisions = gate.revisions();
    if (!gate.open()) {
      return false;
    }
    Optional<SmtpSettings> settings = account.settings();
    int due = settings.isPresent() ? outbox.due(config.batch()) : 0;
    if (due == 0) {
      return false;
    }
    int permits = lane.permits(due, settings.get().messagesPerMinute());
    if (permits == 0) {
      return false;
    }
    // First the right to send, and to a connection, then the mails: none waits under a lease for
    // what other replicas have.
    try (SmtpTransport.Line line = transport.line().orElse(null)) {
      Optional<Lease> lease =
          line == null ? Optional.empty() : outbox.claim(permits, config.lease());
      try {
        giveBack(permits - lease.map(l -> l.entries().size()).orElse(0), settings.get());
        return lease.isPresent() && step(line, lease.get(), settings.get(), revisions, running);
      } finally {
        lease.ifPresent(outbox::done);
      }
    }
  }

  private boolean step(
      SmtpTransport.Line line,
      Lease lease,
      SmtpSettings settings,
      Gate.Revisions revisions,
      BooleanSupplier running)
      throws InterruptedException {
    Round round = deliver(line, lease, settings, running);
    if (round.sent()) {
      gate.flowing();
    }
    round.serverFailure().ifPresent(failure -> gate.close(failure, revisions));
    return round.tried() && round.serverFailure().isEmpty();
  }

  private void giveBack(int unused, SmtpSettings settings) {
    try {
      lane.giveBack(unused, settings.messagesPerMinute());
    } catch (RuntimeException e) {
      // Too slow for a moment, and never too fast; what was claimed goes on.
      LOG.debugf("%d permits are lost: %s", unused, e.getMessage());
    }
  }

  private Round deliver(
      SmtpTransport.Line line, Lease lease, SmtpSettings settings, BooleanSupplier running)
      throws InterruptedException {
    Settling settling = new Settling(outbox, lease, recorder);
    Hold hold = new Hold(outbox, lease, config.lease(), clock);
    long third = config.lease().dividedBy(3).toMillis();
    Future<?> renewal =
        recorder.scheduleWithFixedDelay(hold::renew, third, third, TimeUnit.MILLISECONDS);
    try {
      Round round = round(lease, settings, settling, hold, running);
      send(line, round, lease, hold, settling);
      settling.await();
      return round;
    } finally {
      renewal.cancel(false);
    }
  }

  private Round round(
      Lease lease, SmtpSettings settings, Settling settling, Hold hold, BooleanSupplier running) {
    List<LeasedEntry> entries = lease.entries();
    try {
      StoredNotifications stored = courier.notifications(lease);
      Journal journal = new Journal(lease, stored, tracing);
      return new Round(
          entries,
          hold::wants,
          entry -> journal.composing(entry, () -> courier.message(entry, stored, settings)),
          verdict,
          settlement -> {
            // First what counts: whatever becomes of the telling, this is recorded.
            settling.add(settlement);
            Aside.run(() -> journal.settled(settlement));
          },
          () -> running.getAsBoolean() && hold.stands() && !settling.stuck());
    } catch (RuntimeException | Error e) {
      release(entries, settling);
      throw e;
    }
  }

  private void send(
      SmtpTransport.Line line, Round round, Lease lease, Hold hold, Settling settling) {
    try {
      line.send(
          round,
          result -> {
            round.accept(result);
            Aside.run(() -> metrics.attempted(result));
          },
          entry -> hold.of(entry) && !settling.stuck());
      round.finish(Optional.empty());
    } catch (RuntimeException | Error e) {
      Aside.run(
          () ->
              LOG.errorf(
                  e, "lease %s: the transport broke; its mails are tried again", lease.token()));
      round.finish(Optional.of(e));
    }
  }

  private static void release(List<LeasedEntry> entries, Settling settling) {
    entries.forEach(entry -> settling.add(new Settlement.Released(entry.id(), null)));
  }

  @PreDestroy
  void close() {
    recorder.shutdown();
  }
}
