package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No failure leaves its reader without the next thing to do. */
class AdviceTest {

  @ParameterizedTest
  @EnumSource(Cause.class)
  void everyCauseHasOne(Cause cause) {
    for (TlsMode mode : TlsMode.values()) {
      for (ExaminedStep step : ExaminedStep.values()) {
        for (boolean server : new boolean[] {true, false}) {
          for (String reply : new String[] {null, "550 no"}) {
            String advice =
                Advice.on(
                    new Advice.Case(
                        Rig.settings("mail.example.com", 2525, mode, server ? Rig.LOGIN : null, 1),
                        step,
                        new SmtpFailure(
                            SmtpFailure.Kind.TRANSIENT, cause, "It failed.", reply, server, null),
                        null,
                        Instant.EPOCH));
            assertThat(advice)
                .matches("[A-Z][^\\n]{30,600}\\.")
                .containsPattern("(POST|PUT|GET) /(smtp|trust)");
          }
        }
      }
    }
  }
}
