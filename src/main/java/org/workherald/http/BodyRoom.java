package org.workherald.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

/**
 * The memory that the bodies of all requests under way may take, from their first byte until their
 * requests are done with; estimated, for many tiny values take many times their size. Small bodies
 * have room of their own, so that somebody with many large ones does not keep everybody out. A
 * single one always fits: how large it may be is said elsewhere.
 */
@Singleton
class BodyRoom {

  /** What everybody sends who does not send batches, in bytes. */
  static final int SMALL = 64 << 10;

  /** As bytes, as text, as it is stored, and in the answer. */
  private static final int COPIES = 4;

  private static final int SECONDS = 2;

  private final long most;
  private final Pool small = new Pool();
  private final Pool large = new Pool();

  @Inject
  BodyRoom() {
    this(Runtime.getRuntime().maxMemory() / 6);
  }

  /**
   * @param most bytes for small bodies, and as many for large ones
   */
  BodyRoom(long most) {
    this.most = most;
  }

  Place place() {
    return new Place();
  }

  static HttpProblem full() {
    return HttpProblem.builder()
        .withStatus(Status.SERVICE_UNAVAILABLE)
        .withTitle(Status.SERVICE_UNAVAILABLE.getReasonPhrase())
        .withDetail(
            "Too much is being sent at once. Nothing was stored. Try again in " + SECONDS + " s.")
        .withHeader(HttpHeaders.RETRY_AFTER, SECONDS)
        .build();
  }

  /** What is needed for a part of a body: for JSON, objects and lists cost more than their text. */
  private static long weight(byte[] part) {
    long weight = (long) COPIES * part.length;
    for (byte each : part) {
      weight +=
          switch (each) {
            case '{' -> 150;
            case '[' -> 60;
            case ':' -> 50;
            case ',' -> 30;
            default -> 0;
          };
    }
    return weight;
  }

  /** Guarded by the room. */
  private static final class Pool {
    private long taken;
    private int bodies;
  }

  /** What one body takes; it grows in one thread. */
  final class Place {

    private Pool pool;
    private long size;
    private long weight;

    /** Whether there is room for this part more; otherwise the body takes nothing of it. */
    boolean grow(byte[] part) {
      Pool next = size + part.length <= SMALL ? small : large;
      long grown = weight + weight(part);
      synchronized (BodyRoom.this) {
        long others = next.taken - (pool == next ? weight : 0);
        boolean alone = next.bodies == (pool == next ? 1 : 0);
        if (others + grown > most && !alone) {
          return false;
        }
        leave();
        pool = next;
        pool.taken += grown;
        pool.bodies++;
      }
      size += part.length;
      weight = grown;
      return true;
    }

    void leave() {
      synchronized (BodyRoom.this) {
        if (pool != null) {
          pool.taken -= weight;
          pool.bodies--;
          pool = null;
        }
      }
    }
  }
}
