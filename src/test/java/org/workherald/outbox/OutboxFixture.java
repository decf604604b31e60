package org.workherald.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.workherald.store.Database;
import org.workherald.store.Dialect;
import org.workherald.store.Ids;
import org.workherald.store.MovableClock;
import org.workherald.store.TestDatabase;

/** An empty outbox on a database of either kind, and a clock that stands still. */
final class OutboxFixture {

  static final Duration LEASE = Duration.ofMinutes(2);

  final MovableClock clock = new MovableClock();
  final Ids ids = new Ids(clock);
  final Database database;
  final Outbox outbox;
  final Lane lane;

  OutboxFixture(Dialect dialect) {
    database = TestDatabase.emptied(dialect).database();
    outbox = new Outbox(database, clock, ids);
    lane = new Lane(database, clock);
  }

  /** Another replica on the same database. */
  Outbox replica() {
    return new Outbox(database, clock, ids);
  }

  /** Adds one entry of a message of its own. */
  NewEntry add() {
    return add(ids.next(), false, null);
  }

  NewEntry add(UUID message, boolean urgent, Instant expiresAt) {
    return add(message, "caller", urgent, expiresAt);
  }

  NewEntry add(UUID message, String share, boolean urgent, Instant expiresAt) {
    NewEntry entry =
        new NewEntry(
            ids.next(),
            message,
            share,
            "kim@example.com",
            "{}",
            urgent,
            EntryState.QUEUED,
            null,
            expiresAt);
    add(List.of(entry));
    return entry;
  }

  void add(List<NewEntry> entries) {
    database.write(
        handle -> {
          outbox.add(handle, entries);
          return null;
        });
  }

  /** Claims everything that is due. */
  Lease claim() {
    return outbox.claim(1000, LEASE).orElseThrow();
  }

  Entry find(NewEntry entry) {
    return find(entry.message()).stream()
        .filter(found -> found.id().equals(entry.id()))
        .findFirst()
        .orElseThrow();
  }

  List<Entry> find(UUID message) {
    return database.read(handle -> outbox.find(handle, List.of(message)).get(message));
  }

  int cancel(UUID... messages) {
    return database.write(
        handle -> outbox.cancel(handle, List.of(messages), "the task is done").size());
  }

  int requeue(UUID message) {
    return database.write(handle -> outbox.requeue(handle, message).size());
  }

  List<UUID> purge(Instant cutoff, int limit) {
    return database.write(handle -> outbox.purge(handle, cutoff, limit));
  }

  Attempt attempt(Attempt.Outcome outcome) {
    return new Attempt(
        clock.instant(),
        outcome,
        "250 2.0.0 ok",
        null,
        "all fine",
        "smtp.example.com:587",
        "TLSv1.3 TLS_AES_256_GCM_SHA384",
        12);
  }

  Settlement sent(UUID entry) {
    return new Settlement.Sent(entry, attempt(Attempt.Outcome.SENT));
  }

  Settlement retry(UUID entry, Duration after) {
    return new Settlement.Retry(
        entry, attempt(Attempt.Outcome.TRANSIENT), clock.instant().plus(after), "try again later");
  }

  Settlement failed(UUID entry) {
    return new Settlement.Failed(entry, attempt(Attempt.Outcome.REJECTED), "no such mailbox");
  }
}
