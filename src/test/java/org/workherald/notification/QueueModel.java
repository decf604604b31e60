package org.workherald.notification;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.workherald.outbox.NewEntry;
import org.workherald.outbox.Settlement;

/** What the outbox should hold, by the rules of {@code docs/states.md} and as simple as can be. */
final class QueueModel {

  private final Map<UUID, Row> rows = new TreeMap<>(Comparator.comparing(UUID::toString));
  private final Map<UUID, String> workItems = new HashMap<>();

  Collection<Row> rows() {
    return rows.values();
  }

  Set<UUID> messages() {
    return rows().stream().map(row -> row.message).collect(Collectors.toSet());
  }

  List<Row> of(UUID message) {
    return where(row -> row.message.equals(message)).toList();
  }

  void accept(List<Draft> drafts, Instant now) {
    for (Draft draft : drafts) {
      workItems.put(draft.notification().id(), draft.notification().workItem().id());
      draft.entries().forEach(entry -> rows.put(entry.id(), row(entry, now)));
    }
  }

  private static Row row(NewEntry entry, Instant now) {
    Row row = new Row();
    row.id = entry.id();
    row.message = entry.message();
    row.share = entry.share();
    row.urgent = entry.urgent() ? 1 : 0;
    row.state = entry.state().word();
    row.nextAttemptAt = now;
    row.expiresAt = entry.expiresAt();
    row.finishedAt = row.queued() ? null : now;
    return row;
  }

  /** What a worker may get. */
  List<Row> due(Instant now, Set<UUID> live) {
    return where(
            row ->
                row.queued()
                    && row.free(now, live)
                    && !row.nextAttemptAt.isAfter(now)
                    && (row.expiresAt == null || row.expiresAt.isAfter(now)))
        .toList();
  }

  void claim(List<UUID> entries, UUID lease, Instant until) {
    for (UUID entry : entries) {
      rows.get(entry).lease = lease;
      rows.get(entry).leasedUntil = until;
    }
  }

  Set<UUID> renew(UUID lease, Instant until) {
    List<Row> held = where(row -> lease.equals(row.lease)).toList();
    held.forEach(row -> row.leasedUntil = until);
    return held.stream().map(row -> row.id).collect(Collectors.toSet());
  }

  int settle(UUID lease, List<Settlement> settlements, Instant now) {
    int settled = 0;
    for (Settlement settlement : settlements) {
      Row row = rows.get(settlement.entry());
      if (row != null && lease.equals(row.lease)) {
        settle(row, settlement, now);
        settled++;
      }
    }
    return settled;
  }

  private static void settle(Row row, Settlement settlement, Instant now) {
    row.giveBack();
    row.attempts += settlement.attempt() == null ? 0 : 1;
    if (settlement instanceof Settlement.Sent) {
      row.finish("sent", now);
    } else if (settlement instanceof Settlement.Failed && row.queued()) {
      row.finish("failed", now);
    } else if (settlement instanceof Settlement.PutLast) {
      row.nextAttemptAt = now;
    } else if (settlement instanceof Settlement.Retry retry) {
      row.nextAttemptAt = retry.at();
      row.failures++;
      row.share = "~" + row.caller();
      row.failingSince = row.failingSince == null ? now : row.failingSince;
    }
  }

  int cancel(Predicate<UUID> messages, Instant now, Set<UUID> live) {
    return change(
        row -> messages.test(row.message) && row.queued(),
        row -> {
          row.finish("cancelled", now);
          if (row.free(now, live)) {
            row.giveBack();
          }
        });
  }

  int cancelWorkItem(String workItem, Instant now, Set<UUID> live) {
    return cancel(message -> workItems.get(message).equals(workItem), now, live);
  }

  void resend(UUID message, Instant now, Set<UUID> live) {
    change(
        row ->
            row.message.equals(message)
                && Set.of("failed", "expired", "cancelled").contains(row.state)
                && row.free(now, live),
        row -> {
          row.giveBack();
          row.finish("queued", null);
          row.nextAttemptAt = now;
          row.failures = 0;
          row.share = row.caller();
          row.failingSince = null;
          row.expiresAt =
              row.expiresAt != null && row.expiresAt.isAfter(now) ? row.expiresAt : null;
        });
  }

  int expire(Instant now, Set<UUID> live) {
    return change(
        row ->
            row.queued()
                && row.free(now, live)
                && row.expiresAt != null
                && !row.expiresAt.isAfter(now),
        row -> {
          row.giveBack();
          row.finish("expired", now);
        });
  }

  int remove(Instant cutoff, Instant now, Set<UUID> live) {
    Set<UUID> alive =
        where(row -> row.queued() || !row.finishedAt.isBefore(cutoff) || !row.free(now, live))
            .map(row -> row.message)
            .collect(Collectors.toSet());
    Set<UUID> done = messages();
    done.removeAll(alive);
    rows.values().removeIf(row -> done.contains(row.message));
    return done.size();
  }

  private int change(Predicate<Row> which, Consumer<Row> how) {
    List<Row> changed = where(which).toList();
    changed.forEach(how);
    return changed.size();
  }

  private Stream<Row> where(Predicate<Row> which) {
    return rows().stream().filter(which);
  }
}
