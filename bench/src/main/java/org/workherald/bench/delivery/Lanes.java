package org.workherald.bench.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Shares the mails of a round out to as many threads as there are connections. */
public final class Lanes {
  /** A thread's part of the round. */
  public interface Part {
    void send(int lane, long first, int count) throws Exception;
  }

  private final int count;
  private final ExecutorService threads;

  public Lanes(int count) {
    this.count = count;
    this.threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, "lane");
              thread.setDaemon(true);
              return thread;
            });
  }

  public void send(long first, int mails, Part part) throws Exception {
    List<Future<?>> running = new ArrayList<>();
    for (int lane = 0; lane < count; lane++) {
      int from = (int) ((long) mails * lane / count);
      int to = (int) ((long) mails * (lane + 1) / count);
      int number = lane;
      running.add(
          threads.submit(
              () -> {
                part.send(number, first + from, to - from);
                return null;
              }));
    }
    for (Future<?> each : running) {
      each.get();
    }
  }
}
