package org.workherald.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapturedMailsTest {

  private final CapturedMails mails = new CapturedMails(Clock.systemUTC());

  @Test
  void keepsTheLastOnesNewestFirst() {
    for (int i = 0; i < CapturedMails.KEPT + 5; i++) {
      mails.add("from@example.com", List.of("to@example.com"), "TLSv1.3", new byte[0]);
    }

    assertThat(mails.all()).hasSize(CapturedMails.KEPT);
    assertThat(mails.all().get(0).id()).isEqualTo(CapturedMails.KEPT + 5);
    assertThat(mails.find(5)).isEmpty();
    assertThat(mails.find(6)).isPresent();
  }

  @Test
  void idsAreNotUsedAgainAfterClearing() {
    mails.add("from@example.com", List.of("to@example.com"), "TLSv1.3", new byte[0]);
    mails.clear();
    mails.add("from@example.com", List.of("to@example.com"), "TLSv1.3", new byte[0]);

    assertThat(mails.all()).extracting(CapturedMail::id).containsExactly(2L);
  }
}
