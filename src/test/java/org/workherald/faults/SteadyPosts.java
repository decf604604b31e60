package org.workherald.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.workherald.PackagedService;

/** Posts at a steady rate, whatever becomes of the mails, and notes how long each answer takes. */
final class SteadyPosts implements AutoCloseable {

  private static final int CALLERS = 4;

  private final ScheduledExecutorService callers = Executors.newScheduledThreadPool(CALLERS);
  private final Api api = new Api();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final List<Long> micros = new ArrayList<>();

  SteadyPosts(PackagedService service, int perSecond) {
    long apart = TimeUnit.SECONDS.toMicros(CALLERS) / perSecond;
    for (int i = 0; i < CALLERS; i++) {
      callers.scheduleAtFixedRate(
          () -> post(service.port()), i * apart / CALLERS, apart, TimeUnit.MICROSECONDS);
    }
  }

  private void post(int port) {
    // Of its own address, by which the mail server knows it again; in the order they are posted.
    String address = "n" + begun.getAndIncrement() + "@example.com";
    long start = System.nanoTime();
    try {
      String body = Api.notification("item-1", List.of(address));
      boolean taken = api.post(port, "/notifications", body, null).status() == 202;
      (taken ? accepted : refused).incrementAndGet();
    } catch (IOException e) {
      refused.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (micros) {
      micros.add((System.nanoTime() - start) / 1000);
    }
  }

  int accepted() {
    return accepted.get();
  }

  int refused() {
    return refused.get();
  }

  /** The 99th percentile in milliseconds of those since it was asked last. */
  double p99() {
    synchronized (micros) {
      Collections.sort(micros);
      double found = micros.get(Math.max(0, (int) Math.ceil(micros.size() * 0.99) - 1)) / 1000.0;
      micros.clear();
      return found;
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Posts no more, and returns when all is answered. */
  void stop() {
    callers.shutdown();
    try {
      callers.awaitTermination(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
