package org.workherald.notification;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.workherald.outbox.Backlog;
import org.workherald.store.DiskSpace;

/**
 * Keeps the outbox from growing without end while nothing can be sent: up to so many mails, and as
 * long as the disk has room for what becomes of them.
 */
@Singleton
class OutboxRoom {

  private static final Logger LOG = Logger.getLogger(OutboxRoom.class);
  private static final int RETRY_AFTER_SECONDS = 60;

  private final Backlog backlog;
  private final DiskSpace disk;
  private final long limit;
  private final AtomicBoolean refusing = new AtomicBoolean();

  @Inject
  OutboxRoom(
      Backlog backlog,
      DiskSpace disk,
      @ConfigProperty(name = "workherald.outbox.max-queued") long limit,
      MeterRegistry metrics) {
    this.backlog = backlog;
    this.disk = disk;
    this.limit = limit;
    Gauge.builder("workherald.outbox.room", this::left)
        .description("Deliveries that may be added before POST is answered 503")
        .register(metrics);
  }

  /** Why there is no room. */
  enum Full {
    BACKLOG,
    DISK
  }

  /** Why nothing at all can be taken now, or {@code null}. */
  Full full() {
    if (disk.low()) {
      return Full.DISK;
    }
    return backlog.queued() >= limit ? Full.BACKLOG : null;
  }

  /**
   * Stores so many mails, if there is room for all of them.
   *
   * @param store says whether it has stored them
   * @throws HttpProblem 503 when the outbox or the disk is full, 413 when they are too many for an
   *     empty outbox
   */
  boolean take(int mails, Supplier<Boolean> store) {
    if (mails > limit) {
      throw HttpProblem.valueOf(
          Status.REQUEST_ENTITY_TOO_LARGE,
          "These are %d mails, and the queue may hold %d at most: send fewer at a time."
              .formatted(mails, limit));
    }
    if (disk.low()) {
      throw refused(
          Full.DISK,
          "The disk of the queue is nearly full. No more mails are taken until it has room again;"
              + " those already taken are sent.");
    }
    if (!backlog.reserve(mails, limit)) {
      throw refused(
          Full.BACKLOG,
          "No more than %d mails may wait to be sent, and there is no room for %d more until some of"
                  .formatted(limit, mails)
              + " them are out.");
    }
    boolean stored = false;
    try {
      stored = store.get();
      // Not at each mail that goes out while it is nearly full.
      if (backlog.queued() <= limit / 10 * 9 && refusing.compareAndSet(true, false)) {
        LOG.info("there is room for more mails again");
      }
      return stored;
    } finally {
      backlog.release(mails, stored);
    }
  }

  private HttpProblem refused(Full why, String detail) {
    if (refusing.compareAndSet(false, true)) {
      LOG.warnf(
          "no more mails are taken, there is no room (%s); those already taken are sent",
          why == Full.DISK ? "workherald.store.min-free" : "workherald.outbox.max-queued");
    }
    return HttpProblem.builder()
        .withStatus(Status.SERVICE_UNAVAILABLE)
        .withTitle(Status.SERVICE_UNAVAILABLE.getReasonPhrase())
        .withDetail(detail)
        .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .build();
  }

  private long left() {
    return disk.low() ? 0 : Math.max(0, limit - backlog.queued());
  }
}
