package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.workherald.smtp.Cause;
import org.workherald.smtp.SmtpFailure;
import org.workherald.smtp.SmtpFailure.Kind;

class PausePolicyTest {

  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

  private final PausePolicy policy = new PausePolicy(Config.defaults());

  @Test
  void aServerThatIsAwayIsTriedAgainWithinSecondsThenEachMinute() {
    SmtpFailure away = failure(Kind.TRANSIENT, Cause.REFUSED, null);
    assertThat(policy.resumeAt(NOW, away, 0)).isEqualTo(NOW.plusSeconds(5));
    assertThat(policy.resumeAt(NOW, away, 2)).isEqualTo(NOW.plusSeconds(20));
    assertThat(policy.resumeAt(NOW, away, 1000)).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void aMisconfiguredServerIsProbedEverMoreSeldom() {
    SmtpFailure login = failure(Kind.MISCONFIGURED, Cause.LOGIN_REFUSED, null);
    assertThat(policy.resumeAt(NOW, login, 0)).isEqualTo(NOW.plusSeconds(30));
    assertThat(policy.resumeAt(NOW, login, 3)).isEqualTo(NOW.plus(Duration.ofMinutes(4)));
    assertThat(policy.resumeAt(NOW, login, 40)).isEqualTo(NOW.plus(Duration.ofMinutes(15)));
  }

  @Test
  void aSpentQuotaPausesForAsLongAsItTakes() {
    SmtpFailure quota = failure(Kind.MISCONFIGURED, Cause.QUOTA, Duration.ofHours(4));
    assertThat(policy.resumeAt(NOW, quota, 0)).isEqualTo(NOW.plus(Duration.ofHours(4)));
  }

  private static SmtpFailure failure(Kind kind, Cause cause, Duration retryAfter) {
    return new SmtpFailure(kind, cause, "why", null, true, retryAfter);
  }
}
