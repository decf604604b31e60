package org.workherald.mail;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import java.util.Locale;

/**
 * A language that there are words in, as one reader uses it.
 *
 * @param tag of the words (BCP 47)
 * @param region how the reader writes dates: the words' language, and perhaps the reader's country
 */
record Language(String tag, Locale region, Words words) {

  private static final DateTimeFormatter DATE = DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT);
  // Short names of zones are ambiguous, and differ between Java versions; an offset is neither.
  private static final DateTimeFormatter OFFSET =
      new DateTimeFormatterBuilder()
          .appendLiteral("UTC")
          .appendOffset("+H:mm", "")
          .toFormatter(Locale.ROOT);

  /** A point in time as the reader writes it, or {@code null} for none. */
  String moment(Instant instant, ZoneId zone) {
    if (instant == null) {
      return null;
    }
    ZonedDateTime moment = instant.atZone(zone);
    String date = DATE.withLocale(region).format(moment);
    String time = TIME.withLocale(region).format(moment);
    // Before AM and PM, older locale data has a space, newer a narrow no-break space.
    String whole = time.replace(' ', '\u00a0').replace('\u202f', '\u00a0');
    return words.moment(date, whole, OFFSET.format(moment));
  }
}
