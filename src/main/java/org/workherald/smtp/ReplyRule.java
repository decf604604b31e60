package org.workherald.smtp;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One line of the table by which replies are understood.
 *
 * @param steps where it holds
 * @param codes matches code and enhanced code, such as {@code 550 5.1.1}, or the code and a blank
 * @param words is found in the reply's text; {@code null}: whatever it says
 * @param verdict kind, cause and detail; without the reply
 */
record ReplyRule(Set<Step> steps, Pattern codes, Pattern words, SmtpFailure verdict) {

  static ReplyRule at(Step step, String codes, SmtpFailure verdict) {
    return new ReplyRule(EnumSet.of(step), Pattern.compile(codes), null, verdict);
  }

  static ReplyRule anywhere(String codes, String words, SmtpFailure verdict) {
    return among(EnumSet.allOf(Step.class), codes, words, verdict);
  }

  static ReplyRule ofMessage(String codes, String words, SmtpFailure verdict) {
    return among(EnumSet.of(Step.MAIL, Step.RCPT, Step.DATA, Step.BODY), codes, words, verdict);
  }

  static ReplyRule ofContent(String codes, SmtpFailure verdict) {
    return among(EnumSet.of(Step.DATA, Step.BODY), codes, null, verdict);
  }

  private static ReplyRule among(Set<Step> steps, String codes, String words, SmtpFailure verdict) {
    return new ReplyRule(
        steps,
        Pattern.compile(codes),
        words == null ? null : Pattern.compile(words, Pattern.CASE_INSENSITIVE),
        verdict);
  }

  /** A verdict that passes by itself and concerns the server. */
  static SmtpFailure busy(Cause cause, Duration retryAfter, String detail) {
    return new SmtpFailure(SmtpFailure.Kind.TRANSIENT, cause, detail, null, true, retryAfter);
  }

  /** A verdict that passes by itself and concerns this message. */
  static SmtpFailure later(Cause cause, String detail) {
    return new SmtpFailure(SmtpFailure.Kind.TRANSIENT, cause, detail, null, false, null);
  }

  /** A verdict that is final for this message. */
  static SmtpFailure rejected(Cause cause, String detail) {
    return new SmtpFailure(SmtpFailure.Kind.REJECTED, cause, detail, null, false, null);
  }

  /** A verdict on settings or account: no mail would fare better. */
  static SmtpFailure misconfigured(Cause cause, String detail) {
    return new SmtpFailure(SmtpFailure.Kind.MISCONFIGURED, cause, detail, null, true, null);
  }

  boolean matches(Step step, String code, String text) {
    return steps.contains(step)
        && codes.matcher(code).matches()
        && (words == null || words.matcher(text).find());
  }
}
