package org.workherald.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.workherald.faults.Api.Reply;

/**
 * Several callers at once who post single notifications, batches and idempotent ones, cancel some
 * and send some again, and write down what they were promised.
 */
final class Load {

  /** It is not overload that is tested here, and what waits has to go out in the end. */
  private static final int MOST_WAITING = 1_000;

  private final Api api = new Api();
  private final Ledger ledger;
  private final Dice dice;
  private final IntSupplier port;
  private final KeyedPosts keyed;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Queue<Taken> recent = new ConcurrentLinkedQueue<>();
  private final AtomicLong refused = new AtomicLong();
  private volatile boolean running;
  private volatile boolean patient = true;
  private ExecutorService callers;

  private record Taken(String id, List<String> addresses) {}

  /**
   * @param port where the next request goes
   */
  Load(Ledger ledger, Dice dice, IntSupplier port) {
    this.ledger = ledger;
    this.dice = dice;
    this.port = port;
    this.keyed = new KeyedPosts(api, ledger);
  }

  void start(int threads) {
    running = true;
    callers = Executors.newFixedThreadPool(threads);
    for (int i = 0; i < threads; i++) {
      callers.execute(this::call);
    }
  }

  /** Whether callers wait while very many mails do, which is so from the beginning. */
  void patient(boolean now) {
    patient = now;
  }

  void stop() throws InterruptedException {
    running = false;
    callers.shutdown();
    if (!callers.awaitTermination(90, TimeUnit.SECONDS)) {
      ledger.fault("a request hangs");
    }
  }

  /** Repeats what has a key until it is answered, and each answered one once more. */
  void finish() throws IOException, InterruptedException {
    keyed.finish(port);
  }

  KeyedPosts keyed() {
    return keyed;
  }

  private void call() {
    while (running) {
      if (patient && ledger.accepted() - ledger.mailed() > MOST_WAITING) {
        Dice.pause(Duration.ofMillis(5));
        continue;
      }
      try {
        int choice = dice.below(100);
        if (choice < 50) {
          single();
        } else if (choice < 65) {
          batch();
        } else if (choice < 90) {
          keyed.post(port.getAsInt(), addresses(1), dice.oneIn(3));
        } else {
          cancel();
        }
      } catch (IOException e) {
        // Killed: nothing was promised. Not to spin until it is back.
        Dice.pause(Duration.ofMillis(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        ledger.fault(e.toString());
      }
    }
  }

  private void single() throws IOException, InterruptedException {
    List<String> addresses = addresses(dice.oneIn(10) ? 3 : 1);
    Reply reply =
        api.post(
            port.getAsInt(),
            "/notifications",
            Api.notification(workItem(addresses), addresses),
            null);
    if (accepted(reply, addresses) && dice.oneIn(5)) {
      recent.add(new Taken(reply.body().get("id").asText(), addresses));
    }
  }

  /** Some items of it are bad. */
  private void batch() throws IOException, InterruptedException {
    int size = dice.skewed(199);
    List<String> good = new ArrayList<>();
    List<String> items = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (dice.oneIn(10)) {
        items.add("{ \"event\": \"step.assigned\", \"workItem\": { \"id\": \"bad\" } }");
      } else {
        String address = addresses(1).get(0);
        good.add(address);
        items.add(Api.notification(workItem(List.of(address)), List.of(address)));
      }
    }
    Reply reply =
        api.post(
            port.getAsInt(),
            "/notifications/batch",
            "{ \"notifications\": [" + String.join(",", items) + "] }",
            null);
    if (accepted(reply, good)) {
      long stored =
          IntStream.range(0, size)
              .filter(i -> reply.body().get("results").get(i).hasNonNull("id"))
              .count();
      if (stored != good.size()) {
        ledger.fault("a batch with %d good items stored %d".formatted(good.size(), stored));
      }
    }
  }

  /** Cancels one, and sends every other one again. */
  private void cancel() throws IOException, InterruptedException {
    Taken taken = recent.poll();
    if (taken == null) {
      return;
    }
    ledger.doubtful(taken.addresses());
    String path = "/notifications/" + taken.id();
    Reply cancelled = api.delete(port.getAsInt(), path);
    expect(cancelled, 200);
    if (cancelled.status() == 200 && dice.oneIn(2)) {
      Reply resent = api.post(port.getAsInt(), path + "/resend", "", null);
      expect(resent, 202);
      // What was under way when it was cancelled stays cancelled, or was sent.
      if (resent.status() == 202
          && resent.body().findValuesAsText("state").stream().allMatch("queued"::equals)) {
        ledger.certain(taken.addresses());
      }
    }
  }

  private boolean accepted(Reply reply, List<String> addresses) {
    expect(reply, 202);
    if (reply.status() == 202) {
      ledger.accepted(addresses);
    }
    return reply.status() == 202;
  }

  /** How many requests were answered 503, but for those with a key. */
  long refused() {
    return refused.get();
  }

  private void expect(Reply reply, int status) {
    if (reply.status() == 503) {
      refused.incrementAndGet();
      if (!reply.retryAfter()) {
        ledger.fault("503 without Retry-After");
      }
      Dice.pause(java.time.Duration.ofMillis(5));
    }
    if (reply.status() != status && reply.status() != 503) {
      ledger.fault("answered " + reply.status() + ": " + reply.body());
    }
  }

  private List<String> addresses(int count) {
    int number = numbers.incrementAndGet();
    List<String> addresses =
        IntStream.range(0, count).mapToObj(i -> "n%d-%d@example.com".formatted(number, i)).toList();
    ledger.asked(addresses);
    return addresses;
  }

  static String workItem(List<String> addresses) {
    return addresses.get(0).substring(0, addresses.get(0).indexOf('-'));
  }
}
