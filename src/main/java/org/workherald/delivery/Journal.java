package org.workherald.delivery;

import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.workherald.outbox.Attempt;
import org.workherald.outbox.Lease;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.outbox.Settlement;
import org.workherald.trace.LogIds;

/**
 * Tells the log what is decided about each mail of a lease, under the mail's ids: what goes as it
 * should for those who look closer, what does not for everybody. Never the server's words, which
 * quote addresses.
 */
final class Journal {

  private static final Logger LOG = Logger.getLogger(Journal.class);

  private final Map<UUID, LeasedEntry> entries;

  Journal(Lease lease) {
    this.entries =
        lease.entries().stream().collect(Collectors.toMap(LeasedEntry::id, Function.identity()));
  }

  /** Makes an entry a message; what is logged meanwhile is about it. */
  <T> T composing(LeasedEntry entry, Supplier<T> work) {
    return ids(entry.id()).during(work);
  }

  /** An attempt was made, and this is what comes of it. */
  void settled(Settlement settlement) {
    Attempt attempt = settlement.attempt();
    if (attempt == null) {
      return;
    }
    if (settlement instanceof Settlement.Sent) {
      tell(Level.DEBUG, settlement, "Sent (%s)", words(attempt));
    } else if (settlement instanceof Settlement.Retry retry) {
      tell(Level.INFO, settlement, "Not sent (%s); tried again at %s", words(attempt), retry.at());
    } else if (settlement instanceof Settlement.Failed) {
      tell(Level.WARN, settlement, "Not sent (%s), and given up", words(attempt));
    } else {
      tell(Level.INFO, settlement, "Not sent (%s); waits with all others", words(attempt));
    }
  }

  private void tell(Level level, Settlement settlement, String format, Object... parameters) {
    if (LOG.isEnabled(level)) {
      ids(settlement.entry()).during(() -> LOG.logf(level, format, parameters));
    }
  }

  private LogIds ids(UUID entry) {
    return new LogIds(entries.get(entry).message(), entry, null);
  }

  /** The cause, and the reply's code. */
  private static String words(Attempt attempt) {
    String code =
        attempt.reply() != null && attempt.reply().matches("(?s)[2-5][0-9][0-9].*")
            ? attempt.reply().substring(0, 3)
            : null;
    if (attempt.cause() == null) {
      return code;
    }
    return code == null ? attempt.cause() : attempt.cause() + ", " + code;
  }
}
