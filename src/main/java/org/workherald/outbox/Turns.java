package org.workherald.outbox;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.workherald.outbox.Lease.LeasedEntry;

/**
 * Whose turn it is, remembered from claim to claim: of the urgent entries and the others, and
 * within both of the shares. Every process has turns of its own.
 */
final class Turns {

  private final AtomicInteger mixes = new AtomicInteger();
  private final AtomicReference<String> urgentTurn = new AtomicReference<>("");
  private final AtomicReference<String> normalTurn = new AtomicReference<>("");

  List<LeasedEntry> claim(Claim claim, int limit) {
    String urgentAfter = urgentTurn.get();
    String normalAfter = normalTurn.get();
    Claim.Waiting waiting = claim.shares(urgentAfter, normalAfter, limit);
    var urgent = new Line<LeasedEntry>(waiting.urgent());
    var normal = new Line<LeasedEntry>(waiting.normal());
    boolean both = !urgent.isEmpty() && !normal.isEmpty();
    Mix mix = new Mix(both ? mixes.getAndIncrement() : 0);
    int normals = both ? mix.normals(limit) : 0;
    urgent.fill(limit - normals, quotas -> claim.take(true, quotas));
    normal.fill(limit - urgent.size(), quotas -> claim.take(false, quotas));
    // What the others do not need.
    urgent.fill(limit - normal.size(), quotas -> claim.take(true, quotas));
    // Another worker of this process may have moved them on.
    urgentTurn.compareAndSet(urgentAfter, urgent.turn(urgentAfter));
    normalTurn.compareAndSet(normalAfter, normal.turn(normalAfter));
    return mix.merge(urgent.inTurn(), normal.inTurn());
  }
}
