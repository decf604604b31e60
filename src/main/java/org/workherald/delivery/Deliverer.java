package org.workherald.delivery;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.workherald.notification.Notification;
import org.workherald.outbox.Lane;
import org.workherald.outbox.Lease;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.outbox.Outbox;
import org.workherald.outbox.Settlement;
import org.workherald.smtp.SmtpAccount;
import org.workherald.smtp.SmtpSettings;
import org.workherald.smtp.SmtpTransport;
import org.workherald.store.NamedThreads;

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
    Optional<Lease> lease = settings.flatMap(s -> outbox.claim(batch(s), config.lease()));
    if (lease.isEmpty()) {
      return false;
    }
    Round round = deliver(lease.get(), settings.get(), running);
    if (round.sent()) {
      gate.flowing();
    }
    round.serverFailure().ifPresent(failure -> gate.close(failure, revisions));
    return round.tried() && round.serverFailure().isEmpty();
  }

  private Round deliver(Lease lease, SmtpSettings settings, BooleanSupplier running)
      throws InterruptedException {
    Settling settling = new Settling(outbox, lease, recorder);
    Hold hold = new Hold(outbox, lease, config.lease(), clock);
    long third = config.lease().dividedBy(3).toMillis();
    Future<?> renewal =
        recorder.scheduleWithFixedDelay(hold::renew, third, third, TimeUnit.MILLISECONDS);
    try {
      Round round = round(lease, settings, settling, hold, running);
      send(round, lease, hold);
      settling.await();
      return round;
    } finally {
      renewal.cancel(false);
      outbox.done(lease);
    }
  }

  private Round round(
      Lease lease, SmtpSettings settings, Settling settling, Hold hold, BooleanSupplier running) {
    List<LeasedEntry> entries = lease.entries();
    try {
      Map<UUID, Notification> notifications = courier.notifications(lease);
      int permitted = permits(settings, entries.size());
      release(entries.subList(permitted, entries.size()), settling);
      return new Round(
          entries.subList(0, permitted),
          hold::wants,
          entry -> courier.message(entry, notifications.get(entry.message()), settings),
          verdict,
          settling::add,
          () -> running.getAsBoolean() && hold.stands() && !settling.stuck());
    } catch (RuntimeException e) {
      release(entries, settling);
      throw e;
    }
  }

  private void send(Round round, Lease lease, Hold hold) {
    try {
      transport.send(
          round,
          result -> {
            metrics.attempted(result);
            round.accept(result);
          },
          hold::of);
      round.finish(Optional.empty());
    } catch (RuntimeException | Error e) {
      LOG.errorf(e, "lease %s: the transport broke; its mails are tried again", lease.token());
      round.finish(Optional.of(e));
    }
  }

  private static void release(List<LeasedEntry> entries, Settling settling) {
    entries.forEach(entry -> settling.add(new Settlement.Released(entry.id(), null)));
  }

  private int batch(SmtpSettings settings) {
    int perMinute = settings.messagesPerMinute();
    return perMinute == 0 ? config.batch() : Math.min(config.batch(), perMinute);
  }

  private int permits(SmtpSettings settings, int wanted) {
    int perMinute = settings.messagesPerMinute();
    return perMinute == 0 ? wanted : lane.permits(wanted, perMinute);
  }

  @PreDestroy
  void close() {
    recorder.shutdown();
  }
}
