package org.workherald.outbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.workherald.store.Chunk;
import org.workherald.store.Database;
import org.workherald.store.Ids;

/** The durable queue. It does not know what it carries. */
@Singleton
public class Outbox {

  private final Database database;
  private final Clock clock;
  private final Ids ids;
  private final RowLocks locks;
  private final LiveLeases live = new LiveLeases();
  private final Leases leases;
  private final Course course;
  private final Retention retention;

  private volatile Duration ahead = Duration.ZERO;

  public Outbox(Database database, Clock clock, Ids ids) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
    this.locks = new RowLocks(database.dialect());
    this.leases = new Leases(locks, live);
    this.course = new Course(locks, live);
    this.retention = new Retention(locks, live);
  }

  /**
   * By how much this clock is known to be ahead of that of all replicas: what is added here is due
   * by theirs, so that they deliver it while this one may not.
   */
  public void clockIsAhead(Duration by) {
    ahead = by;
  }

  /**
   * Adds entries within the caller's transaction, but for those that an earlier run of the same
   * work has added.
   */
  public void add(Handle handle, List<NewEntry> entries) {
    Instant now = clock.instant();
    new Arrivals(now, now.minus(ahead)).add(handle, entries);
  }

  /** How many entries could be claimed now; counts no further than {@code most}. */
  public int due(int most) {
    Instant now = clock.instant();
    return database.read(handle -> new Claim(handle, locks, live, null, now, now).due(most));
  }

  /**
   * Claims up to {@code limit} entries that are due, in the order to send them in: mostly urgent
   * ones, but every fourth not; of both, one share after the other; of a share, the longest due.
   * The worker must say when it is {@link #done} with them.
   */
  public Optional<Lease> claim(int limit, Duration lease) {
    UUID token = ids.next();
    Instant now = clock.instant();
    live.begin(token);
    Optional<Lease> claimed = Optional.empty();
    try {
      claimed = database.write(handle -> leases.claim(handle, token, limit, now, now.plus(lease)));
      return claimed;
    } finally {
      if (claimed.isEmpty()) {
        live.end(token);
      }
    }
  }

  /**
   * A worker is done with its lease, come what may. Until it says so, nobody in this process takes
   * the entries, even when their time seems to be over; from now on the time alone counts.
   */
  public void done(Lease lease) {
    live.end(lease.token());
  }

  /**
   * Settles entries of a lease in one commit. What the lease does not hold any more is left alone;
   * an entry that was cancelled while it was under way becomes {@code SENT} if it was sent, and
   * else stays cancelled.
   *
   * @return how many settlements took effect
   */
  public int settle(UUID lease, List<Settlement> settlements) {
    if (settlements.isEmpty()) {
      return 0;
    }
    return database.write(handle -> leases.settle(handle, lease, settlements, clock.instant()));
  }

  /** Extends a lease; entries taken by somebody else in the meantime are not part of the answer. */
  public List<UUID> renew(UUID lease, Instant until) {
    return database.write(handle -> leases.renew(handle, lease, until));
  }

  /**
   * The entries of a lease that are still to be sent: those cancelled meanwhile are not among them.
   */
  public Set<UUID> queued(UUID lease) {
    return database.read(handle -> leases.queued(handle, lease));
  }

  /**
   * Cancels what is still queued of these messages. What is under way keeps its lease: it may have
   * been sent already, which its settlement will tell.
   *
   * @return the message of each entry cancelled
   */
  public List<UUID> cancel(Handle handle, Collection<UUID> messages, String reason) {
    Instant now = clock.instant();
    return Chunk.of(messages).stream()
        .flatMap(chunk -> course.cancel(handle, chunk, reason, now).stream())
        .toList();
  }

  /**
   * Queues the failed, expired and cancelled entries of a message again, due now, their failures
   * and an expiry in the past forgotten. An entry that is still under way is left out: it may be
   * sent any moment.
   *
   * @return what each of them was before
   */
  public List<Ended> requeue(Handle handle, UUID message) {
    return course.requeue(handle, message, clock.instant());
  }

  /** The entries of these messages, by message, in the order they were added. */
  public Map<UUID, List<Entry>> find(Handle handle, Collection<UUID> messages) {
    return Entries.of(handle, messages, clock.instant());
  }

  /** What was said at an entry's last attempt, if it was kept. */
  public Optional<String> transcript(Handle handle, Entry entry) {
    return LastWords.find(handle, entry);
  }

  /** Makes queued entries whose time is over {@code EXPIRED}; how many, {@code limit} at most. */
  public int expire(int limit) {
    return database.write(handle -> course.expire(handle, limit, clock.instant()));
  }

  /**
   * Removes messages of which every entry was finished before {@code cutoff} and is under nobody's
   * lease, with their attempts.
   *
   * @param limit how many at most
   * @return the messages removed; there may be more of them unless it is empty
   */
  public List<UUID> purge(Handle handle, Instant cutoff, int limit) {
    return retention.purge(handle, cutoff, limit, clock.instant());
  }

  /** How much is queued. Counts every one of them: mostly {@link Backlog} will do. */
  public Depth depth() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT queued, created_at AS oldest
                    FROM (SELECT COUNT(*) AS queued, MIN(id) AS first FROM outbox
                          WHERE state = 'queued') AS counted
                      LEFT JOIN outbox ON outbox.id = counted.first
                    """)
                .map(ConstructorMapper.of(Depth.class))
                .one());
  }

  /**
   * @param queued entries not finished, held ones included
   * @param oldest when the oldest of them was added, or {@code null}
   */
  @RegisterForReflection
  public record Depth(long queued, Instant oldest) {}
}
