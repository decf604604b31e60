package org.workherald.faults;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Chance that can be repeated: {@code -Dfaults.seed}. */
final class Dice {

  private final long seed = Long.getLong("faults.seed", System.nanoTime() & 0xffffff);
  private final Random random = new Random(seed);

  long seed() {
    return seed;
  }

  synchronized int below(int bound) {
    return random.nextInt(bound);
  }

  synchronized boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  /** Mostly few, now and then up to {@code most}. */
  synchronized int skewed(int most) {
    return 1 + (int) (Math.pow(random.nextDouble(), 4) * most);
  }

  /** Lets a random while pass, up to this many milliseconds. */
  void pause(int atMost) {
    pause(Duration.ofMillis(below(atMost + 1)));
  }

  /** The moment of a fault is what is tested here: time has to pass. */
  static void pause(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
