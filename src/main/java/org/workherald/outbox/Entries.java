package org.workherald.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.result.RowView;
import org.workherald.store.Chunk;

/** Reads entries with their attempts. */
final class Entries {

  private static final RowMapper<Attempt> ATTEMPT =
      (row, context) ->
          new Attempt(
              Instant.ofEpochMilli(row.getLong("at")),
              Attempt.Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
              row.getString("reply"),
              row.getString("cause"),
              row.getString("detail"),
              row.getString("server"),
              row.getString("tls"),
              row.getLong("millis"));

  private Entries() {}

  static Map<UUID, List<Entry>> of(Handle handle, Collection<UUID> messages, Instant now) {
    Map<UUID, List<Entry>> byMessage = new LinkedHashMap<>();
    for (List<UUID> chunk : Chunk.of(messages)) {
      Map<UUID, List<Attempt>> attempts = attempts(handle, chunk);
      handle
          .createQuery(
              """
              SELECT id, message, recipient, payload, state, reason, created_at, next_attempt_at,
                     expires_at, finished_at, leased_until
              FROM outbox WHERE message IN (<messages>) ORDER BY message, id
              """)
          .bindList("messages", chunk)
          .reduceRows(
              byMessage,
              (all, row) -> {
                Entry entry = entry(row, attempts, now);
                all.computeIfAbsent(entry.message(), message -> new ArrayList<>()).add(entry);
                return all;
              });
    }
    return byMessage;
  }

  private static Entry entry(RowView row, Map<UUID, List<Attempt>> attempts, Instant now) {
    UUID id = row.getColumn("id", UUID.class);
    Instant leasedUntil = row.getColumn("leased_until", Instant.class);
    return new Entry(
        id,
        row.getColumn("message", UUID.class),
        row.getColumn("recipient", String.class),
        row.getColumn("payload", String.class),
        EntryState.valueOf(row.getColumn("state", String.class).toUpperCase(Locale.ROOT)),
        row.getColumn("reason", String.class),
        row.getColumn("created_at", Instant.class),
        row.getColumn("next_attempt_at", Instant.class),
        row.getColumn("expires_at", Instant.class),
        row.getColumn("finished_at", Instant.class),
        leasedUntil != null && leasedUntil.isAfter(now),
        List.copyOf(attempts.getOrDefault(id, List.of())));
  }

  private static Map<UUID, List<Attempt>> attempts(Handle handle, List<UUID> messages) {
    Map<UUID, List<Attempt>> byEntry = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT * FROM (
              SELECT attempt.*, ROW_NUMBER() OVER (PARTITION BY entry ORDER BY at DESC) AS latest
              FROM attempt JOIN outbox ON outbox.id = attempt.entry
              WHERE outbox.message IN (<messages>)) AS numbered
            WHERE latest <= :most ORDER BY entry, latest DESC
            """)
        .bindList("messages", messages)
        .bind("most", Entry.MOST_ATTEMPTS)
        .map(
            (row, context) ->
                byEntry
                    .computeIfAbsent(
                        UUID.fromString(row.getString("entry")), entry -> new ArrayList<>())
                    .add(ATTEMPT.map(row, context)))
        .list();
    return byEntry;
  }
}
