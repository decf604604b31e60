package org.workherald.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentsTest {

  /** A Monday, 10 o'clock in Berlin. */
  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

  private static final Instant FRIDAY = Instant.parse("2026-11-27T16:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          en    | Friday, November 27, 2026 at 5:00\u00a0PM (UTC+1)
          en-GB | Friday, 27 November 2026 at 17:00 (UTC+1)
          de    | Freitag, 27. November 2026 um 17:00 (UTC+1)
          fr-CA | vendredi 27 novembre 2026 à 17 h 00 (UTC+1)
          ja    | 2026年11月27日金曜日 17:00 (UTC+1)
          pl    | piątek, 27 listopada 2026 17:00 (UTC+1)
          kk    | 2026\u00a0ж. 27 қараша, жұма, 17:00 (UTC+1)
          th    | วันศุกร์ที่ 27 พฤศจิกายน พ.ศ. 2569 เวลา 17:00 (UTC+1)
          """)
  void momentsAsTheReaderWritesThem(String locale, String moment) {
    assertThat(in(locale, "Europe/Berlin").moment(FRIDAY)).isEqualTo(moment);
  }

  @ParameterizedTest
  @CsvSource({
    "UTC, 4:00\u00a0PM (UTC)",
    "Z, 4:00\u00a0PM (UTC)",
    "+05:30, 9:30\u00a0PM (UTC+5:30)",
    "Asia/Kolkata, 9:30\u00a0PM (UTC+5:30)",
    "America/New_York, 11:00\u00a0AM (UTC-5)",
  })
  void momentsInTheReadersZone(String zone, String end) {
    assertThat(in("en", zone).moment(FRIDAY)).endsWith(end);
  }

  @Test
  void theOffsetIsTheOneOfThatDay() {
    Instant summer = Instant.parse("2026-07-01T16:00:00Z");
    assertThat(in("en", "Europe/Berlin").moment(summer)).endsWith("6:00\u00a0PM (UTC+2)");
  }

  @ParameterizedTest
  @CsvSource({
    "PT1S, in 1 minute",
    "PT29M, in 29 minutes",
    "PT59M29S, in 59 minutes",
    "PT59M31S, in 1 hour",
    "PT2H40M, in 3 hours",
    "PT23H, in 23 hours",
    "PT25H, tomorrow",
    "PT37H59M, tomorrow",
    "PT38H, in 2 days",
    "P30D, in 30 days",
  })
  void howFarAway(String away, String remaining) {
    Moments moments = in("en", "Europe/Berlin");
    Instant due = NOW.plus(Duration.parse(away));
    assertThat(moments.remaining(due)).isEqualTo(remaining);
    assertThat(moments.overdue(due)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 1 minute",
    "PT59M59S, 59 minutes",
    "PT1H, 1 hour",
    "PT3H59M, 3 hours",
    "PT24H, 1 day",
    "P9D, 9 days",
  })
  void howLongOverdue(String ago, String overdue) {
    Moments moments = in("en", "Europe/Berlin");
    Instant due = NOW.minus(Duration.parse(ago));
    assertThat(moments.overdue(due)).isEqualTo(overdue);
    assertThat(moments.remaining(due)).isNull();
  }

  /** One, few, many and other; two and few; no plural at all. */
  @ParameterizedTest
  @CsvSource({
    "pl, 1, 1 dzień, jutro",
    "pl, 3, 3 dni, za 3 dni",
    "pl, 5, 5 dni, za 5 dni",
    "ru, 3, 3 дня, через 3 дня",
    "ru, 5, 5 дней, через 5 дней",
    "ru, 21, 21 день, через 21 день",
    "sl, 4, 4 dni, čez 4 dni",
    "ar, 5, 5 أيام, خلال 5 أيام",
    "ar, 11, 11 يومًا, خلال 11 يومًا",
    "he, 4, 4 ימים, בעוד 4 ימים",
    "ja, 4, 4 日, 4 日後",
    "de, 2, 2 Tage, übermorgen",
  })
  void pluralsOfTheLanguage(String locale, int days, String overdue, String remaining) {
    Moments moments = in(locale, "UTC");
    assertThat(moments.overdue(NOW.minus(Duration.ofDays(days)))).isEqualTo(overdue);
    assertThat(moments.remaining(NOW.plus(Duration.ofDays(days)))).isEqualTo(remaining);
  }

  @Test
  void nothingOfNothing() {
    Moments moments = in("en", "UTC");
    assertThat(moments.moment(null)).isNull();
    assertThat(moments.remaining(null)).isNull();
    assertThat(moments.overdue(null)).isNull();
  }

  private static Moments in(String locale, String zone) {
    return new Moments(Locale.forLanguageTag(locale), ZoneId.of(zone), NOW);
  }
}
