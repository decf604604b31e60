package org.workherald.outbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which places of a claim belong to urgent entries and which to the others while both wait: every
 * fourth is for the others. Where the four begin moves on by one from claim to claim, so that it is
 * the same for many claims of one entry, and when only the first entries of each claim are sent.
 *
 * @param turn how many claims there were before
 */
record Mix(int turn) {

  private static final int CYCLE = 4;

  private boolean normal(int place) {
    return Math.floorMod(turn + place, CYCLE) == CYCLE - 1;
  }

  /** How many of so many places belong to entries that are not urgent. */
  int normals(int places) {
    return (int) IntStream.range(0, places).filter(this::normal).count();
  }

  /** All of both, each at its places for as long as there are any. */
  <T> List<T> merge(List<T> urgent, List<T> normal) {
    List<T> merged = new ArrayList<>(urgent.size() + normal.size());
    Iterator<T> urgents = urgent.iterator();
    Iterator<T> normals = normal.iterator();
    while (urgents.hasNext() || normals.hasNext()) {
      boolean other = normals.hasNext() && (normal(merged.size()) || !urgents.hasNext());
      merged.add((other ? normals : urgents).next());
    }
    return merged;
  }
}
