package org.workherald.smtp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.workherald.store.Interval;

/**
 * Domains over whose recipients the server stalls or hangs up, as it may while it asks their own
 * servers. The first time it may be the one recipient. The second time in a row it is the domain:
 * its others are not asked for during a while, for each costs a connection and a time-out, and
 * mails to everybody else must not wait behind them.
 *
 * <p>When recipients of two domains fare so and none is answered in between, it is not the domains;
 * nor is it when no other one was answered lately.
 */
final class TroubledDomains {

  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration MOST = Duration.ofMinutes(5);
  private static final Interval LATELY = new Interval(Duration.ofMinutes(10));
  private static final int MOST_DOMAINS = 1_000;

  private final Clock clock;
  private String last;
  private Answer latest = new Answer("", Instant.MIN);
  private Answer latestOfAnother = latest;

  /** Those in trouble, the one that has been so for longest first. */
  private final Map<String, Trouble> troubles = new LinkedHashMap<>();

  private record Trouble(Instant since, Duration length) {}

  private record Answer(String domain, Instant at) {}

  TroubledDomains(Clock clock) {
    this.clock = clock;
  }

  /** How long recipients of this one's domain are not asked for yet; zero when they are. */
  synchronized Duration wait(String recipient) {
    Trouble trouble = troubles.get(domain(recipient));
    Instant now = clock.instant();
    return trouble == null || new Interval(trouble.length).isOver(trouble.since, now)
        ? Duration.ZERO
        : Duration.between(now, trouble.since.plus(trouble.length));
  }

  /**
   * The server stalled or hung up over this recipient.
   *
   * @return how long to wait with the domain: zero when it may be the recipient alone; {@code null}
   *     when it is the server's own trouble
   */
  synchronized Duration lost(String recipient) {
    String domain = domain(recipient);
    Trouble before = troubles.remove(domain);
    if (last != null && !last.equals(domain) || before != null && !othersAnswered(domain)) {
      troubles.clear();
      last = domain;
      return null;
    }
    last = domain;
    Duration wait = before == null ? Duration.ZERO : longer(before.length);
    if (troubles.size() == MOST_DOMAINS) {
      troubles.remove(troubles.keySet().iterator().next());
    }
    troubles.put(domain, new Trouble(clock.instant(), wait));
    return wait;
  }

  /** The server answered whether it takes mail for this recipient. */
  synchronized void answered(String recipient) {
    String domain = domain(recipient);
    last = null;
    troubles.remove(domain);
    if (!latest.domain.equals(domain)) {
      latestOfAnother = latest;
    }
    latest = new Answer(domain, clock.instant());
  }

  private boolean othersAnswered(String domain) {
    Answer other = latest.domain.equals(domain) ? latestOfAnother : latest;
    return !LATELY.isOver(other.at, clock.instant());
  }

  private static Duration longer(Duration before) {
    Duration doubled = before.isZero() ? FIRST : before.multipliedBy(2);
    return doubled.compareTo(MOST) > 0 ? MOST : doubled;
  }

  private static String domain(String recipient) {
    return recipient.substring(recipient.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }
}
