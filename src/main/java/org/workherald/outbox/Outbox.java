package org.workherald.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The durable queue. It does not know what it carries. */
@ApplicationScoped
public class Outbox {

  /** Adds entries within the caller's transaction. */
  public void add(Handle handle, List<NewEntry> entries) {
    throw new UnsupportedOperationException();
  }

  /** Claims up to {@code limit} entries that are due, urgent ones first, then the longest due. */
  public Optional<Lease> claim(int limit, Duration lease) {
    throw new UnsupportedOperationException();
  }

  /**
   * Settles entries of a lease in one commit. What the lease does not hold any more is left alone;
   * an entry that was cancelled while it was under way becomes {@code SENT} if it was sent, and
   * else stays cancelled.
   *
   * @return how many settlements took effect
   */
  public int settle(UUID lease, List<Settlement> settlements) {
    throw new UnsupportedOperationException();
  }

  /** Extends a lease; entries taken by somebody else in the meantime are not part of the answer. */
  public List<UUID> renew(UUID lease, Duration duration) {
    throw new UnsupportedOperationException();
  }

  /** Cancels what is still queued of these messages; the number cancelled. */
  public int cancel(Handle handle, Collection<UUID> messages, String reason) {
    throw new UnsupportedOperationException();
  }

  /**
   * Queues the failed, expired and cancelled entries of a message again, due now, their failures
   * forgotten; how many.
   */
  public int requeue(Handle handle, UUID message) {
    throw new UnsupportedOperationException();
  }

  /** The entries of these messages, by message, in the order they were added. */
  public Map<UUID, List<Entry>> find(Handle handle, Collection<UUID> messages) {
    throw new UnsupportedOperationException();
  }

  /** Makes queued entries whose time is over {@code EXPIRED}; how many, {@code limit} at most. */
  public int expire(int limit) {
    throw new UnsupportedOperationException();
  }

  /** Messages of which every entry was finished before {@code cutoff}, oldest first. */
  public List<UUID> finishedBefore(Handle handle, Instant cutoff, int limit) {
    throw new UnsupportedOperationException();
  }

  /** Deletes the entries of these messages with their attempts. */
  public void delete(Handle handle, Collection<UUID> messages) {
    throw new UnsupportedOperationException();
  }

  /** How much is queued. */
  public Depth depth() {
    throw new UnsupportedOperationException();
  }

  /**
   * @param queued entries not finished, held ones included
   * @param oldest when the oldest of them was added, or {@code null}
   */
  public record Depth(long queued, Instant oldest) {}
}
