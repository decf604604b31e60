package org.workherald.smtp;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server says in its own words about when to come again, such as {@code Greylisted for 300
 * seconds} or {@code come back in 00:05:00}. There is no standard for it; what is not understood,
 * or makes no sense, is no hint.
 */
public final class WaitHint {

  /** For one message. A server that asks for more gets this. */
  public static final Duration LONGEST = Duration.ofHours(24);

  /**
   * For everybody's mails, which wait no longer for a text that may be misread: then it is asked.
   */
  private static final Duration LONGEST_FOR_ALL = Duration.ofHours(1);

  private static final String BEFORE =
      "\\b(?:again|retry(?:ing)?|retry-?after|wait|come back|gr[ae]y-?list(?:ed|ing)?|deferred|"
          + "delayed)\\b";

  private static final Pattern AMOUNT =
      Pattern.compile(
          BEFORE
              + "\\D{0,30}?\\b(\\d{1,6})\\s*"
              + "(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)\\b");
  private static final Pattern CLOCK =
      Pattern.compile(BEFORE + "\\D{0,30}?\\b(\\d{1,2}):([0-5]\\d):([0-5]\\d)\\b");
  private static final Pattern BARE = Pattern.compile("\\bretry-?\\s?after[:=]?\\s*(\\d{1,6})\\b");

  private WaitHint() {}

  /**
   * How long to wait.
   *
   * @param text the server's words
   * @param usual the wait when they hold no hint, or {@code null}
   * @param all whether everybody's mails would wait
   */
  static Duration in(String text, Duration usual, boolean all) {
    Duration said = said(text.toLowerCase(Locale.ROOT));
    if (said.isZero()) {
      return usual;
    }
    Duration most = all ? LONGEST_FOR_ALL : LONGEST;
    return said.compareTo(most) > 0 ? most : said;
  }

  private static Duration said(String text) {
    Matcher clock = CLOCK.matcher(text);
    if (clock.find()) {
      return Duration.ofHours(number(clock, 1))
          .plusMinutes(number(clock, 2))
          .plusSeconds(number(clock, 3));
    }
    Matcher amount = AMOUNT.matcher(text);
    if (amount.find()) {
      long count = number(amount, 1);
      return switch (amount.group(2).charAt(0)) {
        case 's' -> Duration.ofSeconds(count);
        case 'm' -> Duration.ofMinutes(count);
        case 'h' -> Duration.ofHours(count);
        default -> Duration.ofDays(count);
      };
    }
    Matcher bare = BARE.matcher(text);
    return bare.find() ? Duration.ofSeconds(number(bare, 1)) : Duration.ZERO;
  }

  private static long number(Matcher matcher, int group) {
    return Long.parseLong(matcher.group(group));
  }
}
