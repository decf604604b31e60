package org.workherald.outbox;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Shares that wait, in the order of their turns, and what each of them is given in one claim:
 * equally much, but for those that have no more.
 */
final class Line<T> {

  private final List<String> shares;
  private final List<List<T>> given = new ArrayList<>();
  private final BitSet exhausted = new BitSet();
  private int size;

  Line(List<String> shares) {
    this.shares = shares;
    shares.forEach(share -> given.add(new ArrayList<>()));
  }

  boolean isEmpty() {
    return shares.isEmpty();
  }

  /** How much was given to all of them together. */
  int size() {
    return size;
  }

  /**
   * Gives until it is so much for all of them together, or nobody has any more.
   *
   * @param supply takes from each share as much as it is asked for, or all that there is
   */
  void fill(int places, Function<Map<String, Integer>, Map<String, List<T>>> supply) {
    while (size < places && exhausted.cardinality() < shares.size()) {
      int[] quotas = quotas(places - size);
      Map<String, Integer> wanted = new LinkedHashMap<>();
      IntStream.range(0, quotas.length)
          .filter(i -> quotas[i] > 0)
          .forEach(i -> wanted.put(shares.get(i), quotas[i]));
      Map<String, List<T>> taken = supply.apply(wanted);
      for (int i = 0; i < quotas.length; i++) {
        List<T> part = taken.getOrDefault(shares.get(i), List.of());
        given.get(i).addAll(part);
        size += part.size();
        exhausted.set(i, exhausted.get(i) || part.size() < quotas[i]);
      }
    }
  }

  /** One place after the other goes to whoever has least by then; the earlier turn decides. */
  private int[] quotas(int places) {
    int[] quotas = new int[shares.size()];
    for (int place = 0; place < places; place++) {
      int least = -1;
      for (int i = exhausted.nextClearBit(0);
          i < quotas.length;
          i = exhausted.nextClearBit(i + 1)) {
        if (least < 0 || level(i, quotas) < level(least, quotas)) {
          least = i;
        }
      }
      quotas[least]++;
    }
    return quotas;
  }

  private int level(int i, int[] quotas) {
    return given.get(i).size() + quotas[i];
  }

  /** What was given: the first of each share, then the second of each. */
  List<T> inTurn() {
    List<T> all = new ArrayList<>(size);
    for (int round = 0; all.size() < size; round++) {
      for (List<T> one : given) {
        if (round < one.size()) {
          all.add(one.get(round));
        }
      }
    }
    return all;
  }

  /**
   * After whom the next claim begins, given after whom this one did: the last one who was served.
   * When all were, the first one is the last next time, so that it is not always the same whose
   * entries are sent first.
   */
  String turn(String before) {
    int first = -1;
    int last = -1;
    for (int i = 0; i < shares.size(); i++) {
      if (!given.get(i).isEmpty()) {
        first = first < 0 ? i : first;
        last = i;
      }
    }
    if (last < 0) {
      return before;
    }
    return shares.get(last == shares.size() - 1 ? first : last);
  }
}
