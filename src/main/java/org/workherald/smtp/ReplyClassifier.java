package org.workherald.smtp;

import static org.workherald.smtp.ReplyRule.anywhere;
import static org.workherald.smtp.ReplyRule.at;
import static org.workherald.smtp.ReplyRule.busy;
import static org.workherald.smtp.ReplyRule.later;
import static org.workherald.smtp.ReplyRule.misconfigured;
import static org.workherald.smtp.ReplyRule.ofContent;
import static org.workherald.smtp.ReplyRule.ofMessage;
import static org.workherald.smtp.ReplyRule.rejected;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Understands refusals: by code, enhanced code (RFC 3463), providers' own words and the step, and
 * never by the first digit alone. The first rule that matches decides.
 *
 * <p>Rules on recipients stand first: what a recipient's own server says may be quoted in a reply,
 * and must not stop everybody's mail.
 */
final class ReplyClassifier {

  private static final Duration QUOTA_PAUSE = Duration.ofHours(4);
  private static final Duration BREATH = Duration.ofMinutes(1);

  private static final SmtpFailure NO_SUCH_RECIPIENT =
      rejected(
          Cause.RECIPIENT_REFUSED, "The server refused the recipient; check the mail address.");
  private static final SmtpFailure RECIPIENT_LATER =
      later(
          Cause.RECIPIENT_REFUSED,
          "The server cannot take mail for this recipient just now; it is tried again.");
  private static final SmtpFailure TOO_BIG =
      rejected(Cause.OTHER, "The message is larger than the server takes; make it smaller.");
  private static final SmtpFailure TLS_FIRST =
      misconfigured(
          Cause.TLS_EXPECTED, "The server wants TLS first; set tls to starttls or implicit.");
  private static final SmtpFailure LOGIN_REFUSED =
      misconfigured(
          Cause.LOGIN_REFUSED,
          "The server refused the login, or wants one; check user name and password.");
  private static final SmtpFailure NO_PASSWORDS =
      misconfigured(
          Cause.PASSWORD_LOGIN_DISABLED,
          "The server takes no login by password for this account; switch to OAuth2, or have SMTP"
              + " AUTH allowed for it.");
  private static final SmtpFailure SENDER_REFUSED =
      misconfigured(
          Cause.SENDER_REFUSED,
          "The server refuses the sender's address; set 'from' to an address that the login may"
              + " send as.");
  private static final SmtpFailure CLIENT_REFUSED =
      misconfigured(
          Cause.OTHER,
          "The server refuses this machine, whoever the mail is for: it may be on a block list, or"
              + " not be allowed to send here without a login.");
  private static final SmtpFailure QUOTA =
      new SmtpFailure(
          SmtpFailure.Kind.MISCONFIGURED,
          Cause.QUOTA,
          "The account has sent as much as its provider allows for now; wait, or raise the quota.",
          null,
          true,
          QUOTA_PAUSE);
  private static final SmtpFailure THROTTLED =
      busy(
          Cause.THROTTLED,
          BREATH,
          "The server asks us to slow down; lower connections or messagesPerMinute if it goes on.");
  private static final SmtpFailure SERVER_BUSY =
      busy(Cause.OTHER, null, "The server cannot take mail just now; it is tried again.");
  private static final SmtpFailure REFUSED_CONTENT =
      rejected(
          Cause.OTHER,
          "The server refused the message itself; its reply says why, often a content policy.");
  private static final SmtpFailure GREYLISTED =
      later(Cause.THROTTLED, "The server wants this message to come again later; it will.");

  private static final String RATE = "too many|rate|throttl|concurren|slow down|limit";
  private static final String GREY = "gr[ae]y-?list|come back later";

  private static final List<ReplyRule> RULES =
      List.of(
          // A recipient's own matters
          at(Step.RCPT, "5\\d\\d 5\\.(1\\.[0-6]|1\\.10|2\\.[1-4]|4\\.1)", NO_SUCH_RECIPIENT),
          at(Step.RCPT, "4\\d\\d 4\\.([12]\\.\\d+|4\\.[134])", RECIPIENT_LATER),
          at(Step.RCPT, "4\\d\\d 4\\.5\\.3", GREYLISTED),
          ofContent("5\\d\\d 5\\.(1\\.[0-6]|1\\.10|2\\.[12]|4\\.1)", NO_SUCH_RECIPIENT),
          ofContent("5\\d\\d 5\\.(2\\.3|3\\.4)", TOO_BIG),
          at(Step.MAIL, "552 (5\\.3\\.4|5\\.2\\.3|)", TOO_BIG),
          ofMessage("45\\d (4\\.[27]\\.[01]|)", GREY, GREYLISTED),
          // STARTTLS has one good answer
          at(
              Step.STARTTLS,
              "4\\d\\d .*",
              busy(
                  Cause.STARTTLS_REFUSED,
                  null,
                  "The server cannot start TLS just now; it is tried again, nothing goes in"
                      + " plain.")),
          at(
              Step.STARTTLS,
              ".*",
              misconfigured(
                  Cause.STARTTLS_REFUSED,
                  "The server offers STARTTLS and then refuses it; its administrator should look."
                      + " Nothing goes in plain.")),
          // Settings: no mail would fare better
          anywhere(
              "(530|538|454|4\\d\\d [45]\\.7\\.[03]|5\\d\\d 5\\.7\\.\\d+).*",
              "(starttls|\\btls\\b|encrypt\\w*)\\W.{0,30}(required|needed|first)"
                  + "|must .{0,30}(starttls|\\btls\\b)",
              TLS_FIRST),
          anywhere("\\d{3} 5\\.7\\.30", null, NO_PASSWORDS),
          anywhere(
              "5\\d\\d .*",
              "SmtpClientAuthentication is disabled|basic auth\\w* is (disabled|not supported)",
              NO_PASSWORDS),
          anywhere("5\\d\\d 5\\.(4\\.5|1\\.90|7\\.705)", null, QUOTA),
          anywhere(
              "[45]\\d\\d .*",
              "SubmissionQuota|daily \\D{0,40}(quota|limit)|sending (quota|limit)"
                  + "|messaging limit|message quota",
              QUOTA),
          anywhere("(530|534|535|538) .*|5\\d\\d 5\\.7\\.(57|8|9|139)", null, LOGIN_REFUSED),
          anywhere("5\\d\\d 5\\.(7\\.60|7\\.50[123]|1\\.8|2\\.252)", null, SENDER_REFUSED),
          at(Step.MAIL, "\\d{3} 5\\.1\\.7", SENDER_REFUSED),
          ofMessage(
              "5\\d\\d .*",
              "SendAsDenied|sender address (rejected|not)|not owned by user|send as"
                  + "|(address|sender|from).{0,20} not verified",
              SENDER_REFUSED),
          ofMessage(
              "5\\d\\d .*", "client host|helo command rejected|blocked using", CLIENT_REFUSED),
          // The login
          at(Step.AUTH, "4(21|32) .*|454 4\\.3\\.2", THROTTLED),
          anywhere("4\\d\\d .*", "too many (login|auth|conn)", THROTTLED),
          at(
              Step.AUTH,
              "4\\d\\d .*",
              busy(
                  Cause.LOGIN_REFUSED,
                  BREATH,
                  "The server cannot check the login just now; it is tried again.")),
          at(
              Step.AUTH,
              "504 .*",
              misconfigured(
                  Cause.AUTH_NOT_OFFERED,
                  "The server does not know the way to log in that it offers; its administrator"
                      + " should look.")),
          at(Step.AUTH, "5\\d\\d .*", LOGIN_REFUSED),
          // The server is busy, or wants less of us
          anywhere("421 4\\.3\\.2", "shut|not (active|available)|mainten", SERVER_BUSY),
          anywhere("432 .*|4\\d\\d 4\\.(3\\.2|4\\.5|7\\.500|7\\.28|7\\.0)", null, THROTTLED),
          anywhere("4(21|54) .*", RATE, THROTTLED),
          ofMessage("4\\d\\d .*", "throttl|too many (connections|messages)", THROTTLED),
          anywhere("421 .*|4\\d\\d 4\\.3\\.\\d+|452 ", null, SERVER_BUSY),
          // By step
          at(Step.MAIL, "4\\d\\d .*", SERVER_BUSY),
          at(
              Step.MAIL,
              "(50[0-4]|555) (5\\.5\\.\\d+)?",
              misconfigured(
                  Cause.OTHER,
                  "The server did not understand us; check that host and port lead to a submission"
                      + " server, and whether it wants a login.")),
          at(Step.MAIL, "5\\d\\d .*", SENDER_REFUSED),
          at(Step.RCPT, "4\\d\\d .*", RECIPIENT_LATER),
          at(Step.RCPT, "5\\d\\d .*", NO_SUCH_RECIPIENT),
          ofContent("4\\d\\d .*", GREYLISTED),
          ofContent("552 .*", TOO_BIG),
          ofContent("5\\d\\d .*", REFUSED_CONTENT),
          anywhere("4\\d\\d .*", null, SERVER_BUSY),
          anywhere(
              "5\\d\\d .*",
              null,
              misconfigured(
                  Cause.OTHER,
                  "The server wants nothing to do with us; its reply says why, often a block list"
                      + " or a wrong port.")),
          anywhere(
              ".*",
              null,
              busy(
                  Cause.OTHER,
                  null,
                  "The server answered out of order, so the connection was cut; it is tried"
                      + " again.")));

  private static final Pattern QUOTED =
      Pattern.compile("(?i)\\b(host|server|mx) \\S+.{0,40} said:.*");

  private ReplyClassifier() {}

  /** What the reply at this step means, when it is not the one hoped for. */
  static SmtpFailure classify(Step step, SmtpReply reply) {
    String code = reply.code() + " " + reply.enhanced();
    String text = reply.text();
    // Another server's words in this one's mouth decide nothing.
    String own = QUOTED.matcher(text).replaceFirst("");
    for (ReplyRule rule : RULES) {
      if (rule.matches(step, code, own)) {
        SmtpFailure verdict = rule.verdict();
        return new SmtpFailure(
            verdict.kind(),
            verdict.cause(),
            verdict.detail(),
            text,
            verdict.server(),
            WaitHint.in(own, verdict.retryAfter(), all(verdict)));
      }
    }
    throw new IllegalStateException("the last rule matches everything");
  }

  /** Whether everybody's mails wait, and the server will be asked now and then meanwhile. */
  private static boolean all(SmtpFailure verdict) {
    return verdict.server() && verdict.kind() == SmtpFailure.Kind.TRANSIENT;
  }
}
