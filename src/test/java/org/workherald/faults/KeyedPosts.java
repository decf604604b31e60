package org.workherald.faults;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.workherald.faults.Api.Reply;

/**
 * Posts with an Idempotency-Key, repeated across crashes until they are answered, and now and then
 * after that: exactly one notification must come of each.
 */
final class KeyedPosts {

  private final Api api;
  private final Ledger ledger;
  private final Queue<Post> open = new ConcurrentLinkedQueue<>();
  private final Queue<Post> done = new ConcurrentLinkedQueue<>();
  private final Map<String, String> ids = new ConcurrentHashMap<>();
  private final AtomicInteger repeats = new AtomicInteger();

  private record Post(String key, String body, List<String> addresses) {}

  KeyedPosts(Api api, Ledger ledger) {
    this.api = api;
    this.ledger = ledger;
  }

  /**
   * Posts one that was not answered, one that was if {@code again}, or else a new one.
   *
   * @param addresses of a new one
   */
  void post(int port, List<String> addresses, boolean again)
      throws IOException, InterruptedException {
    Post post = open.poll();
    if (post == null && again) {
      post = done.poll();
    }
    if (post == null) {
      String workItem = Load.workItem(addresses);
      post = new Post("key-" + workItem, Api.notification(workItem, addresses), addresses);
    } else {
      repeats.incrementAndGet();
    }
    post(port, post);
  }

  private void post(int port, Post post) throws IOException, InterruptedException {
    boolean answered = false;
    try {
      Reply reply = api.post(port, "/notifications", post.body(), post.key());
      answered = reply.status() == 202;
      if (answered) {
        ledger.accepted(post.addresses());
        check(post, reply);
      } else if (reply.status() != 503 && reply.status() != 409) {
        ledger.fault("answered " + reply.status() + ": " + reply.body());
      }
    } finally {
      (answered ? done : open).add(post);
    }
  }

  private void check(Post post, Reply reply) {
    String id = reply.body().get("id").asText();
    String before = ids.put(post.key(), id);
    if (before != null && (!before.equals(id) || !reply.replayed())) {
      ledger.fault("%s: answered with %s, then with %s".formatted(post.key(), before, id));
    }
  }

  void finish(IntSupplier port) throws IOException, InterruptedException {
    for (int tries = 0; !open.isEmpty() && tries < 10_000; tries++) {
      post(port.getAsInt(), open.poll());
    }
    for (int i = done.size(); i > 0; i--) {
      post(port.getAsInt(), done.poll());
    }
    if (!open.isEmpty()) {
      ledger.fault(open.size() + " posts with a key are not answered");
    }
  }

  int keys() {
    return ids.size();
  }

  int repeats() {
    return repeats.get();
  }
}
