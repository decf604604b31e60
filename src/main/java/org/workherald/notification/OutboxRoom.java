package org.workherald.notification;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.workherald.outbox.Outbox;

/**
 * Keeps the outbox from growing without end while nothing can be sent. Counting is dear, so what
 * was accepted since is added to the last count, and only that or a minute makes it count again.
 */
@Singleton
class OutboxRoom {

  private static final Duration RECOUNT_WHEN_FULL = Duration.ofSeconds(5);
  private static final Duration RECOUNT = Duration.ofMinutes(1);

  private final Outbox outbox;
  private final Clock clock;
  private final long limit;
  private final AtomicLong queued = new AtomicLong();
  private Instant counted = Instant.MIN;

  @Inject
  OutboxRoom(
      Outbox outbox,
      Clock clock,
      @ConfigProperty(name = "workherald.outbox.max-queued") long limit) {
    this.outbox = outbox;
    this.clock = clock;
    this.limit = limit;
  }

  /**
   * @throws HttpProblem 503 when the outbox is full
   */
  void check() {
    if (due()) {
      count();
    }
    if (queued.get() >= limit) {
      throw HttpProblem.builder()
          .withStatus(Status.SERVICE_UNAVAILABLE)
          .withTitle(Status.SERVICE_UNAVAILABLE.getReasonPhrase())
          .withDetail(
              "%d mails wait to be sent; no more are taken until some of them are out."
                  .formatted(limit))
          .withHeader(HttpHeaders.RETRY_AFTER, 60)
          .build();
    }
  }

  void added(int entries) {
    queued.addAndGet(entries);
  }

  private synchronized boolean due() {
    var age = queued.get() >= limit ? RECOUNT_WHEN_FULL : RECOUNT;
    boolean due = !clock.instant().isBefore(counted.plus(age));
    if (due) {
      counted = clock.instant();
    }
    return due;
  }

  private void count() {
    queued.set(outbox.depth().queued());
  }
}
