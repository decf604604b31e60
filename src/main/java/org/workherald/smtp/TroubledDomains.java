package org.workherald.smtp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Domains over whose recipients the server stalls or hangs up, as it may while it asks their own
 * servers. Each such recipient costs a connection and a time-out, so the others of its domain are
 * not asked for during a while: mails to everybody else must not wait behind them.
 *
 * <p>When recipients of two domains fare so and none is answered in between, it is not the domains.
 */
final class TroubledDomains {

  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration MOST = Duration.ofMinutes(5);
  private static final int MOST_DOMAINS = 1_000;

  private final Clock clock;
  private String last;

  /** Those in trouble, the one that has been so for longest first. */
  private final Map<String, Trouble> troubles = new LinkedHashMap<>();

  private record Trouble(Instant until, Duration length) {}

  TroubledDomains(Clock clock) {
    this.clock = clock;
  }

  /** How long recipients of this one's domain are not asked for yet; zero when they are. */
  synchronized Duration wait(String recipient) {
    Trouble trouble = troubles.get(domain(recipient));
    Instant now = clock.instant();
    return trouble == null || !trouble.until.isAfter(now)
        ? Duration.ZERO
        : Duration.between(now, trouble.until);
  }

  /**
   * The server stalled or hung up over this recipient.
   *
   * @return how long to wait with the domain, or {@code null} when it is the server's own trouble
   */
  synchronized Duration lost(String recipient) {
    String domain = domain(recipient);
    if (last != null && !last.equals(domain)) {
      troubles.clear();
      return null;
    }
    last = domain;
    Trouble before = troubles.remove(domain);
    Duration doubled = before == null ? FIRST : before.length.multipliedBy(2);
    Duration wait = doubled.compareTo(MOST) > 0 ? MOST : doubled;
    if (troubles.size() == MOST_DOMAINS) {
      troubles.remove(troubles.keySet().iterator().next());
    }
    troubles.put(domain, new Trouble(clock.instant().plus(wait), wait));
    return wait;
  }

  /** The server answered whether it takes mail for this recipient. */
  synchronized void answered(String recipient) {
    last = null;
    troubles.remove(domain(recipient));
  }

  private static String domain(String recipient) {
    return recipient.substring(recipient.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }
}
