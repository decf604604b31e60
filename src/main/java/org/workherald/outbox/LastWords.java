package org.workherald.outbox;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What was said at each entry's last attempt, where that is kept: the table {@code transcript}. */
final class LastWords {

  private static final String PUT =
      """
      INSERT INTO transcript (entry, at, body) VALUES (?, ?, ?)
      ON CONFLICT (entry) DO UPDATE SET at = excluded.at, body = excluded.body
      """;

  private LastWords() {}

  /** Those of attempts just recorded take the place of earlier ones. */
  static void record(Handle handle, List<Settlement> attempted) {
    List<UUID> gone =
        attempted.stream()
            .filter(settlement -> "".equals(settlement.attempt().transcript()))
            .map(Settlement::entry)
            .toList();
    if (!gone.isEmpty()) {
      handle
          .createUpdate("DELETE FROM transcript WHERE entry IN (<entries>)")
          .bindList("entries", gone)
          .execute();
    }
    List<Settlement> kept =
        attempted.stream()
            .filter(settlement -> settlement.attempt().transcript() != null)
            .filter(settlement -> !settlement.attempt().transcript().isEmpty())
            .toList();
    if (!kept.isEmpty()) {
      try (PreparedBatch batch = handle.prepareBatch(PUT)) {
        for (Settlement settlement : kept) {
          batch
              .bind(0, settlement.entry())
              .bind(1, settlement.attempt().at())
              .bind(2, settlement.attempt().transcript())
              .add();
        }
        batch.execute();
      }
    }
  }

  /** That of its last attempt; one of an earlier attempt counts for nothing. */
  static Optional<String> find(Handle handle, Entry entry) {
    return entry.attempts().isEmpty()
        ? Optional.empty()
        : handle
            .createQuery("SELECT body FROM transcript WHERE entry = :entry AND at = :at")
            .bind("entry", entry.id())
            .bind("at", entry.attempts().get(entry.attempts().size() - 1).at())
            .mapTo(String.class)
            .findOne();
  }

  static void delete(Handle handle, List<UUID> messages) {
    handle
        .createUpdate(
            """
            DELETE FROM transcript
            WHERE entry IN (SELECT id FROM outbox WHERE message IN (<messages>))
            """)
        .bindList("messages", messages)
        .execute();
  }
}
