package org.workherald.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Pieces of a long list of ids, each short enough for one statement's parameters. */
final class Chunk {

  private static final int SIZE = 500;

  private Chunk() {}

  static List<List<UUID>> of(Collection<UUID> ids) {
    List<UUID> all = List.copyOf(ids);
    List<List<UUID>> chunks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += SIZE) {
      chunks.add(all.subList(from, Math.min(from + SIZE, all.size())));
    }
    return chunks;
  }
}
