package org.workherald.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Pieces of a long list, each short enough for one statement's parameters. */
public final class Chunk {

  private static final int SIZE = 500;

  private Chunk() {}

  public static <T> List<List<T>> of(Collection<T> all) {
    List<T> list = List.copyOf(all);
    List<List<T>> chunks = new ArrayList<>();
    for (int from = 0; from < list.size(); from += SIZE) {
      chunks.add(list.subList(from, Math.min(from + SIZE, list.size())));
    }
    return chunks;
  }
}
