package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

  private final RetryPolicy policy = new RetryPolicy(Config.defaults());

  @ParameterizedTest
  @CsvSource({"0,PT30S", "1,PT1M", "2,PT2M", "3,PT5M", "4,PT10M", "5,PT30M", "6,PT1H", "20,PT1H"})
  void waitsLongerWithEachFailure(int failures, Duration wait) {
    assertThat(policy.next(NOW, failures, NOW, null, 0.5)).contains(NOW.plus(wait));
  }

  @Test
  void variesEachWaitByAFifthBothWays() {
    assertThat(policy.next(NOW, 0, null, null, 0)).contains(NOW.plusSeconds(24));
    assertThat(policy.next(NOW, 0, null, null, 1)).contains(NOW.plusSeconds(36));
  }

  @Test
  void givesUpADayAfterTheFirstFailure() {
    Instant first = NOW.minus(Duration.ofHours(23));
    assertThat(policy.next(NOW, 30, first, null, 0.5)).contains(NOW.plus(Duration.ofHours(1)));
    assertThat(policy.next(NOW, 30, first.minusSeconds(1), null, 0.5)).isEmpty();
  }

  @Test
  void waitsAtLeastAsLongAsTheServerAsks() {
    Duration asked = Duration.ofMinutes(15);
    assertThat(policy.next(NOW, 0, null, asked, 0)).contains(NOW.plus(asked));
    assertThat(policy.next(NOW, 0, null, Duration.ofSeconds(1), 0.5)).contains(NOW.plusSeconds(30));
  }

  @Test
  void triesOnceMoreWhenTheServerAsksForMoreTimeThanThereIs() {
    Duration asked = Duration.ofHours(24);
    assertThat(policy.next(NOW, 0, null, asked, 1)).contains(NOW.plus(asked));
    Instant first = NOW.minus(Duration.ofHours(20));
    assertThat(policy.next(NOW, 9, first, asked, 1)).contains(NOW.plus(Duration.ofHours(4)));
    assertThat(policy.next(NOW, 9, NOW.minus(Duration.ofHours(24)), asked, 1)).isEmpty();
  }
}
