package org.workherald.notification;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Something that happens to the queue. What it happens to, and how, is picked by the two numbers
 * among what is there by then, so a step means something wherever it stands.
 *
 * @param one not negative
 * @param other not negative
 */
record Step(Action action, int one, int other) {

  /** What may happen; the more often, the greater its weight. */
  enum Action {
    ACCEPT(4, "accept"),
    ACCEPT_BATCH(2, "accept"),
    ACCEPT_WITH_KEY(2, "accept"),
    CLAIM(11, "claim"),
    CLAIM_ONE_BY_ONE(3, "claim"),
    RENEW(3, "renew"),
    DONE(6, null),
    SETTLE(8, "settle"),
    CANCEL(4, "cancel"),
    CANCEL_WORK_ITEM(1, "cancel"),
    RESEND(7, "resend"),
    EXPIRE(4, "expire"),
    REMOVE(3, "remove"),
    PAUSE(1, "pause"),
    HASTEN(1, "hasten"),
    CHANGE_SETTINGS(1, "hasten"),
    PROBE(4, "probe"),
    RESUME(2, "resume"),
    PROLONG(2, "prolong"),
    TIME_PASSES(7, null);

    private static final List<Action> LOTS = lots();

    private final int weight;
    private final String by;

    /**
     * @param by its name in the diagrams
     */
    Action(int weight, String by) {
      this.weight = weight;
      this.by = by;
    }

    String by() {
      return by;
    }

    private static List<Action> lots() {
      List<Action> lots = new ArrayList<>();
      for (Action action : values()) {
        for (int i = 0; i < action.weight; i++) {
          lots.add(action);
        }
      }
      return lots;
    }
  }

  static List<Step> random(long seed, int length) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      steps.add(
          new Step(
              Action.LOTS.get(random.nextInt(Action.LOTS.size())),
              random.nextInt(1000),
              random.nextInt(1000)));
    }
    return steps;
  }

  /** One of them, rather a late one; {@code null} when there is none. */
  <T> T pick(List<T> all) {
    int size = all.size();
    return size == 0 ? null : all.get(size - 1 - (one % size) * (other % size) / size);
  }

  boolean chance(int of) {
    return other % of == 0;
  }

  /** For what two numbers are too few. */
  Dice dice() {
    return new Dice(other);
  }
}
