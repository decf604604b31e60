package org.workherald.delivery;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.workherald.notification.Notification;
import org.workherald.notification.StoredNotifications;
import org.workherald.outbox.Attempt;
import org.workherald.outbox.Attempt.Outcome;
import org.workherald.outbox.Lease;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.outbox.Settlement;
import org.workherald.trace.LogIds;
import org.workherald.trace.TraceContext;
import org.workherald.trace.Tracing;

/**
 * Tells what is decided about each mail of a lease: the log, under the mail's ids, and the trace in
 * which its notification was posted. What goes as it should is told to those who look closer, what
 * does not to everybody. Never the server's words, which quote addresses.
 */
final class Journal {

  private static final Logger LOG = Logger.getLogger(Journal.class);

  private static final Pattern CODE = Pattern.compile("[2-5][0-9][0-9]");

  private final Map<UUID, LeasedEntry> entries;
  private final StoredNotifications stored;
  private final Tracing tracing;

  Journal(Lease lease, StoredNotifications stored, Tracing tracing) {
    this.entries =
        lease.entries().stream().collect(Collectors.toMap(LeasedEntry::id, Function.identity()));
    this.stored = stored;
    this.tracing = tracing;
  }

  /** Makes an entry a message; what is logged meanwhile is about it. */
  <T> T composing(LeasedEntry entry, Supplier<T> work) {
    return ids(entry)
        .during(() -> tracing.later("render", trace(entry), span -> describe(span, entry), work));
  }

  /** An attempt was made, and this is what comes of it. */
  void settled(Settlement settlement) {
    Attempt attempt = settlement.attempt();
    if (attempt == null) {
      return;
    }
    LeasedEntry entry = entries.get(settlement.entry());
    Level level = level(settlement);
    if (LOG.isEnabled(level)) {
      ids(entry).during(() -> LOG.log(level, inWords(settlement)));
    }
    trace(entry, attempt);
  }

  private static Level level(Settlement settlement) {
    if (settlement instanceof Settlement.Sent) {
      return Level.DEBUG;
    }
    return settlement instanceof Settlement.Failed ? Level.WARN : Level.INFO;
  }

  private static String inWords(Settlement settlement) {
    Attempt attempt = settlement.attempt();
    String why =
        Stream.of(attempt.cause(), code(attempt))
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", "));
    if (settlement instanceof Settlement.Sent) {
      return "Sent (%s)".formatted(why);
    }
    if (settlement instanceof Settlement.Retry retry) {
      return "Not sent (%s); tried again at %s".formatted(why, retry.at());
    }
    return settlement instanceof Settlement.Failed
        ? "Not sent (%s), and given up".formatted(why)
        : "Not sent (%s); waits with all others".formatted(why);
  }

  private void trace(LeasedEntry entry, Attempt attempt) {
    // Without a server, none was asked.
    if (attempt.server() != null) {
      tracing.asked(
          "send",
          trace(entry),
          attempt.at(),
          Duration.ofMillis(attempt.millis()),
          span -> {
            describe(span, entry);
            describe(span, attempt);
          });
    }
  }

  private void describe(Span span, LeasedEntry entry) {
    span.setAttribute("workherald.notification", entry.message().toString());
    span.setAttribute("workherald.delivery", entry.id().toString());
    Notification notification = stored.readable().get(entry.message());
    if (notification != null) {
      span.setAttribute("workherald.event", notification.event().id());
    }
  }

  private static void describe(Span span, Attempt attempt) {
    int colon = attempt.server().lastIndexOf(':');
    span.setAttribute("network.protocol.name", "smtp");
    span.setAttribute("server.address", attempt.server().substring(0, colon));
    span.setAttribute("server.port", Long.parseLong(attempt.server().substring(colon + 1)));
    span.setAttribute("workherald.outcome", attempt.outcome().word());
    String code = code(attempt);
    if (code != null) {
      span.setAttribute("smtp.response.status_code", Long.parseLong(code));
    }
    if (attempt.outcome() != Outcome.SENT) {
      span.setStatus(StatusCode.ERROR);
      span.setAttribute("error.type", attempt.cause());
    }
  }

  private LogIds ids(LeasedEntry entry) {
    TraceContext trace = trace(entry);
    return new LogIds(entry.message(), entry.id(), trace == null ? null : trace.id());
  }

  /** {@code null} when there is none, or when the notification cannot be read. */
  private TraceContext trace(LeasedEntry entry) {
    Notification notification = stored.readable().get(entry.message());
    return notification == null ? null : notification.trace();
  }

  /** Of the server's reply; {@code null} when there was none. */
  private static String code(Attempt attempt) {
    String reply = attempt.reply();
    boolean coded = reply != null && CODE.matcher(reply).lookingAt();
    return coded ? reply.substring(0, 3) : null;
  }
}
