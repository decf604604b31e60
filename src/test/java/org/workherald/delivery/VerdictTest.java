package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.outbox.Settlement;
import org.workherald.smtp.Cause;
import org.workherald.smtp.SendResult;
import org.workherald.smtp.SmtpFailure;
import org.workherald.smtp.SmtpFailure.Kind;

class VerdictTest {

  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

  private final Verdict verdict =
      new Verdict(new RetryPolicy(Config.defaults()), Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void nobodyIsGivenUpForAWaitThatIsNoTry() {
    LeasedEntry old = entry(NOW.minus(Duration.ofHours(25)));

    assertThat(verdict.of(old, result(old, false, false)))
        .isInstanceOfSatisfying(
            Settlement.Retry.class, retry -> assertThat(retry.at()).isEqualTo(NOW.plusSeconds(30)));

    assertThat(verdict.of(old, result(old, true, false))).isInstanceOf(Settlement.Failed.class);
  }

  @Test
  void whoRanIntoAWallGoesLast() {
    LeasedEntry entry = entry(null);
    assertThat(verdict.of(entry, result(entry, true, true))).isInstanceOf(Settlement.PutLast.class);
    assertThat(verdict.of(entry, result(entry, false, true)))
        .isInstanceOf(Settlement.Released.class);
  }

  private static LeasedEntry entry(Instant failingSince) {
    return new LeasedEntry(
        new UUID(0, 1), new UUID(0, 2), "kim@example.com", "{}", 1, failingSince, NOW, null);
  }

  private static SendResult result(LeasedEntry entry, boolean tried, boolean wall) {
    SmtpFailure failure =
        new SmtpFailure(
            wall ? Kind.MISCONFIGURED : Kind.TRANSIENT,
            Cause.OTHER,
            "no",
            null,
            wall,
            Duration.ofSeconds(30));
    return new SendResult(entry.id(), NOW, failure, null, null, null, 0, tried, null);
  }
}
