package org.workherald.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

/**
 * The memory that the bodies of all requests under way may take, from their first byte until they
 * are answered. Small ones have room of their own, so that somebody with many large ones does not
 * keep everybody out.
 */
@Singleton
class BodyRoom {

  /** What everybody sends who does not send batches. */
  static final int SMALL = 64 << 10;

  /** What a body becomes while it is worked on is many times its size. */
  private static final int SHARE = 16;

  /** The largest body there is, and some more. */
  private static final long LEAST = 17L << 20;

  private static final int SECONDS = 2;

  private final long most;
  private long small;
  private long large;

  @Inject
  BodyRoom() {
    this(Math.max(LEAST, Runtime.getRuntime().maxMemory() / SHARE));
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

  private synchronized boolean resize(long before, long after) {
    long smallAfter = small - inSmall(before) + inSmall(after);
    long largeAfter = large - inLarge(before) + inLarge(after);
    if (after > before && (smallAfter > most || largeAfter > most)) {
      return false;
    }
    small = smallAfter;
    large = largeAfter;
    return true;
  }

  private static long inSmall(long size) {
    return size <= SMALL ? size : 0;
  }

  private static long inLarge(long size) {
    return size <= SMALL ? 0 : size;
  }

  /** What one body takes; used by one thread. */
  final class Place {

    private long size;

    /** Whether there is room for so many bytes more; otherwise it has none of them. */
    boolean grow(int bytes) {
      boolean grown = resize(size, size + bytes);
      if (grown) {
        size += bytes;
      }
      return grown;
    }

    void leave() {
      resize(size, 0);
      size = 0;
    }
  }
}
