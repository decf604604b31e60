package org.workherald.mail;

import com.ibm.icu.text.DateFormat;
import com.ibm.icu.text.MeasureFormat;
import com.ibm.icu.text.MeasureFormat.FormatWidth;
import com.ibm.icu.text.RelativeDateTimeFormatter;
import com.ibm.icu.text.RelativeDateTimeFormatter.RelativeDateTimeUnit;
import com.ibm.icu.util.Measure;
import com.ibm.icu.util.MeasureUnit;
import com.ibm.icu.util.SimpleTimeZone;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Locale;

/**
 * Points in time as one reader writes them, by the CLDR: in words, in the reader's zone, and how
 * far away. Not for many threads at once.
 */
final class Moments {

  // Short names of zones are ambiguous, and differ between releases; an offset is neither.
  private static final DateTimeFormatter OFFSET =
      new DateTimeFormatterBuilder()
          .appendLiteral("UTC")
          .appendOffset("+H:mm", "")
          .toFormatter(Locale.ROOT);

  private final Locale locale;
  private final ZoneId zone;
  private final Instant now;
  private final DateFormat format;

  /**
   * @param locale the language of the words, and perhaps the reader's country
   */
  Moments(Locale locale, ZoneId zone, Instant now) {
    this.locale = locale;
    this.zone = zone;
    this.now = now;
    this.format = DateFormat.getDateTimeInstance(DateFormat.FULL, DateFormat.SHORT, locale);
  }

  /** Such as {@code Friday, November 27, 2026 at 5:00 PM (UTC+1)}; {@code null} for none. */
  String moment(Instant instant) {
    if (instant == null) {
      return null;
    }
    ZoneOffset offset = zone.getRules().getOffset(instant);
    // The zones of the JDK are updated with it, so they are asked, not those of the library.
    format.setTimeZone(new SimpleTimeZone(offset.getTotalSeconds() * 1000, offset.getId()));
    // Some programs show a narrow no-break space as a box; the plain one says the same.
    String text = format.format(Date.from(instant)).replace('\u202f', '\u00a0');
    return text + " (" + OFFSET.format(offset) + ")";
  }

  /** Such as {@code in 2 days} or {@code tomorrow}; {@code null} when it has passed. */
  String remaining(Instant instant) {
    if (instant == null || !instant.isAfter(now)) {
      return null;
    }
    long minutes = Math.max(1, Math.round(Duration.between(now, instant).toSeconds() / 60.0));
    long hours = Math.round(minutes / 60.0);
    if (minutes < 60) {
      return relative(minutes, RelativeDateTimeUnit.MINUTE);
    } else if (hours < 24) {
      return relative(hours, RelativeDateTimeUnit.HOUR);
    }
    // What is meant by tomorrow ends at midnight, not a day after.
    long days = ChronoUnit.DAYS.between(day(now), day(instant));
    return relative(days, RelativeDateTimeUnit.DAY);
  }

  /** For how long it has passed, such as {@code 3 hours}; {@code null} when it has not. */
  String overdue(Instant instant) {
    if (instant == null || instant.isAfter(now)) {
      return null;
    }
    Duration since = Duration.between(instant, now);
    if (since.toHours() < 1) {
      return measure(Math.max(1, since.toMinutes()), MeasureUnit.MINUTE);
    } else if (since.toDays() < 1) {
      return measure(since.toHours(), MeasureUnit.HOUR);
    }
    return measure(since.toDays(), MeasureUnit.DAY);
  }

  private LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, zone);
  }

  private String relative(long count, RelativeDateTimeUnit unit) {
    return RelativeDateTimeFormatter.getInstance(locale).format(count, unit);
  }

  private String measure(long count, MeasureUnit unit) {
    return MeasureFormat.getInstance(locale, FormatWidth.WIDE).format(new Measure(count, unit));
  }
}
