package org.workherald.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.workherald.notification.Diagram.Move;
import org.workherald.store.Database;

/**
 * Looks at the database after each step: it must be as the model has it, and whatever the model
 * has, what happened must be allowed.
 */
final class QueueWatch {

  private final Database database;
  private final Set<Move> deliveryMoves = new TreeSet<>();
  private final Set<Move> laneMoves = new TreeSet<>();
  private Seen before;

  private record Seen(List<Row> rows, Set<UUID> notifications, int attempts, LaneModel lane) {

    static Seen of(Handle handle) {
      return new Seen(
          Row.all(handle),
          handle.createQuery("SELECT id FROM notification").mapTo(UUID.class).set(),
          handle.createQuery("SELECT COUNT(*) FROM attempt").mapTo(Integer.class).one(),
          LaneModel.of(handle));
    }
  }

  QueueWatch(Database database) {
    this.database = database;
  }

  /** The arrows seen so far. */
  Set<Move> deliveryMoves() {
    return deliveryMoves;
  }

  Set<Move> laneMoves() {
    return laneMoves;
  }

  boolean hasSeenAll() {
    return deliveryMoves.equals(Diagram.DELIVERY) && laneMoves.equals(Diagram.LANE);
  }

  void begin() {
    before = database.read(Seen::of);
  }

  void look(Step.Action action, Instant now, QueueModel model, LaneModel lane) {
    Seen after = database.read(Seen::of);
    assertThat(Row.lines(after.rows)).isEqualTo(Row.lines(model.rows()));
    assertThat(after.lane).hasToString(lane.toString());
    nothingIsLeftBehind(after);
    moved(after, action.by(), now);
    // A resend makes the end of the pause come now.
    moved(before.lane, after.lane, action == Step.Action.RESEND ? "hasten" : action.by());
    before = after;
  }

  private static void nothingIsLeftBehind(Seen seen) {
    Set<UUID> messages = new HashSet<>();
    int attempts = 0;
    for (Row row : seen.rows) {
      messages.add(row.message);
      attempts += row.attempts;
    }
    assertThat(seen.notifications).isEqualTo(messages);
    assertThat(seen.attempts).isEqualTo(attempts);
  }

  private void moved(Seen after, String by, Instant now) {
    Map<UUID, Row> gone = new HashMap<>();
    before.rows.forEach(row -> gone.put(row.id, row));
    for (Row row : after.rows) {
      Row old = gone.remove(row.id);
      if (old == null) {
        move(Diagram.DELIVERY, deliveryMoves, new Move(Diagram.NOWHERE, row.node(), by));
      } else {
        stillHolds(old, row, now);
        if (!old.node().equals(row.node()) || !sameLease(old, row)) {
          move(Diagram.DELIVERY, deliveryMoves, new Move(old.node(), row.node(), by));
        }
      }
    }
    for (Row row : gone.values()) {
      move(Diagram.DELIVERY, deliveryMoves, new Move(row.node(), Diagram.NOWHERE, by));
    }
  }

  private static void stillHolds(Row old, Row row, Instant now) {
    assertThat(row.attempts).as("attempts only grow: %s", row).isGreaterThanOrEqualTo(old.attempts);
    if (old.state.equals("sent")) {
      assertThat(row).as("sent is never undone").hasToString(old.toString());
    }
    if (old.lease != null && !old.free(now) && row.lease != null) {
      assertThat(row.lease).as("under one worker's lease: %s", old).isEqualTo(old.lease);
    }
  }

  private static boolean sameLease(Row one, Row other) {
    return Objects.equals(one.lease, other.lease)
        && Objects.equals(one.leasedUntil, other.leasedUntil);
  }

  private void moved(LaneModel old, LaneModel lane, String by) {
    if (!old.toString().equals(lane.toString())) {
      move(Diagram.LANE, laneMoves, new Move(old.node(), lane.node(), by));
    }
  }

  private static void move(Set<Move> allowed, Set<Move> seen, Move move) {
    assertThat(allowed).as("arrows in docs/states.md").contains(move);
    seen.add(move);
  }
}
