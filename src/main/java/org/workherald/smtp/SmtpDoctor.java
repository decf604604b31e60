package org.workherald.smtp;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.workherald.access.AuditAction;
import org.workherald.smtp.SessionPool.Terms;
import org.workherald.smtp.SmtpExamination.TakenStep;

/**
 * Finds out whether mail can be sent, at which step it fails and what to do about it: on the very
 * way that mail goes, with the settings in force or with others that are to be tried.
 */
@ApplicationScoped
public class SmtpDoctor {

  private final SmtpAccount account;
  private final SmtpTransport transport;
  private final ProbeRules rules;
  private final Examiner examiner;

  SmtpDoctor(
      SmtpAccount account,
      SmtpTransport transport,
      SmtpDialer dialer,
      SessionConfig config,
      ProbeRules rules,
      Clock clock) {
    this.account = account;
    this.transport = transport;
    this.rules = rules;
    this.examiner = new Examiner(transport.pool(), dialer, config.timeouts().connect(), clock);
  }

  /**
   * Nothing is stored, and nothing is sent but the test mail.
   *
   * @param candidate settings to be tried; {@code null} for those in force
   * @param mail {@code null} for none
   * @throws io.quarkiverse.resteasy.problem.HttpProblem 422 for a candidate that cannot be applied
   *     or must not be looked at, 429 when it is too much
   */
  public SmtpExamination examine(SmtpOrder candidate, TestMail mail) {
    if (candidate != null) {
      return examine(settings(candidate), null, mail);
    }
    try {
      Terms terms = transport.inForce();
      return examine(terms.settings(), terms, mail);
    } catch (SmtpException e) {
      return withoutSettings(e.failure());
    }
  }

  private SmtpSettings settings(SmtpOrder candidate) {
    try {
      return candidate.settings(account.read().settings());
    } catch (InvalidSettings e) {
      throw e.problem("");
    }
  }

  private SmtpExamination examine(SmtpSettings settings, Terms terms, TestMail mail) {
    String detail =
        "%s; %s%s"
            .formatted(
                terms == null ? "other settings" : "the settings in force",
                settings.inWords(),
                mail == null ? "" : "; with a test mail");
    return rules.admitted(
        settings.endpoint(),
        "host",
        AuditAction.SMTP_TESTED,
        detail,
        () -> examiner.examine(settings, terms, mail).examination());
  }

  private SmtpExamination withoutSettings(SmtpFailure failure) {
    String why = account.problem().orElse(failure.detail());
    TakenStep resolve = TakenStep.failed(ExaminedStep.RESOLVE, failure.cause(), why, 0);
    return new SmtpExamination(false, List.of(resolve), Advice.unconfigured(), List.of());
  }
}
