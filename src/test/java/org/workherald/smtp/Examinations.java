package org.workherald.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.workherald.smtp.SmtpExamination.TakenStep;

/** Examinations of settings that are not in force, and what holds for whatever comes of them. */
final class Examinations {

  static final String HOST = "mail.example.com";
  static final String PLAIN =
      Base64.getEncoder().encodeToString("\0kim\0correct horse".getBytes(US_ASCII));

  /** Made once: they are slow to make. */
  private static final TestCa STRANGER = TestCa.create("Stranger");

  static final TestCa SUB = STRANGER.intermediate("Stranger Sub");

  private Examinations() {}

  static ScriptedSmtpServer login(ScriptedSmtpServer server) {
    return server.login("kim", "correct horse");
  }

  /** All steps are there in their order, good ones but for the last, each with a detail. */
  static void assertSound(SmtpExamination found, TlsMode mode) {
    List<TakenStep> steps = found.steps();
    assertThat(steps.stream().map(TakenStep::step))
        .containsExactlyElementsOf(ExaminedStep.inOrder(mode).subList(0, steps.size()));
    assertThat(steps).allMatch(check -> !check.detail().isBlank());
    assertThat(steps.subList(0, steps.size() - 1)).allMatch(TakenStep::ok);
    assertThat(last(found).ok()).isEqualTo(found.ok());
    assertThat(last(found).cause() == null).isEqualTo(found.ok());
    assertThat(found.toString()).doesNotContain("correct horse", PLAIN, "Y29ycmVjdCBob3JzZQ==");
  }

  static TakenStep last(SmtpExamination found) {
    return found.steps().get(found.steps().size() - 1);
  }

  static SmtpExamination examine(Rig rig, boolean mail) {
    return examine(rig, mail ? "kim@example.com" : null);
  }

  static SmtpExamination examine(Rig rig, String recipient) {
    return examiner(rig, Duration.ofSeconds(1))
        .examine(
            rig.settings,
            null,
            recipient == null ? null : way -> Rig.message(recipient, way.tls() + way.client()))
        .examination();
  }

  static Examiner examiner(Rig rig, Duration patience) {
    return new Examiner(rig.transport.pool(), rig.dialer, patience, rig.time);
  }
}
