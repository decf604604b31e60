package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyClassifierTest {

  private static SmtpFailure classify(Step step, String reply) {
    int code = Integer.parseInt(reply.substring(0, 3));
    return ReplyClassifier.classify(step, new SmtpReply(code, List.of(reply.substring(4))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # Recipients
          RCPT | 550 5.1.1 <x@example.com>: user unknown                            | REJECTED      | recipient-refused | false
          RCPT | 550 5.1.10 RESOLVER.ADR.RecipientNotFound                          | REJECTED      | recipient-refused | false
          RCPT | 550 5.4.1 Recipient address rejected: Access denied                | REJECTED      | recipient-refused | false
          RCPT | 550 5.2.1 mailbox disabled                                         | REJECTED      | recipient-refused | false
          RCPT | 552 5.2.2 mailbox full, quota exceeded                             | REJECTED      | recipient-refused | false
          RCPT | 553 5.1.3 bad address syntax                                       | REJECTED      | recipient-refused | false
          RCPT | 501 5.1.7 Invalid address                                          | REJECTED      | recipient-refused | false
          RCPT | 554 5.7.1 <x@example.org>: Relay access denied                     | REJECTED      | recipient-refused | false
          RCPT | 550 No such user here                                              | REJECTED      | recipient-refused | false
          BODY | 550 5.1.1 no such user                                             | REJECTED      | recipient-refused | false
          RCPT | 452 4.2.2 mailbox full                                             | TRANSIENT     | recipient-refused | false
          RCPT | 450 4.2.1 receiving mail at a rate that prevents more              | TRANSIENT     | recipient-refused | false
          RCPT | 450 4.1.2 domain not found                                         | TRANSIENT     | recipient-refused | false
          RCPT | 452 4.5.3 too many recipients                                      | TRANSIENT     | throttled         | false
          RCPT | 450 4.2.0 <x@example.com>: Greylisted, see http://example.com      | TRANSIENT     | recipient-refused | false
          RCPT | 451 4.7.1 Greylisting in action, please come back later            | TRANSIENT     | throttled         | false
          RCPT | 450 4.7.1 Greylisted                                               | TRANSIENT     | throttled         | false
          # What another server said decides nothing for all
          RCPT | 550 5.7.1 undeliverable: host mx.example.org[192.0.2.1] said: 530 5.7.0 Must issue a STARTTLS command first | REJECTED | recipient-refused | false
          RCPT | 450 4.1.1 unverified: host mx.example.org said: 550 daily sending quota exceeded | TRANSIENT | recipient-refused | false
          # The machine itself is refused, whoever the mail is for
          RCPT | 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using bl.example.org | MISCONFIGURED | other | true
          RCPT | 550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain | REJECTED | recipient-refused | false
          RCPT | 554 5.7.1 <relay.example.com[192.0.2.1]>: Client host rejected: Access denied | MISCONFIGURED | other | true
          RCPT | 504 5.5.2 <[192.0.2.1]>: Helo command rejected: need fully-qualified hostname | MISCONFIGURED | other | true
          # Settings
          MAIL | 530 5.7.0 Must issue a STARTTLS command first                      | MISCONFIGURED | tls-expected      | true
          MAIL | 451 5.7.3 STARTTLS is required to send mail                        | MISCONFIGURED | tls-expected      | true
          MAIL | 421 4.7.0 TLS required                                             | MISCONFIGURED | tls-expected      | true
          AUTH | 538 5.7.11 Encryption required for requested authentication mechanism | MISCONFIGURED | tls-expected   | true
          MAIL | 530 5.7.57 Client not authenticated to send mail                   | MISCONFIGURED | login-refused     | true
          MAIL | 530 5.7.0 Authentication Required                                  | MISCONFIGURED | login-refused     | true
          RCPT | 530 5.5.1 Authentication Required                                  | MISCONFIGURED | login-refused     | true
          AUTH | 535 5.7.3 Authentication unsuccessful                              | MISCONFIGURED | login-refused     | true
          AUTH | 535 5.7.8 Username and Password not accepted                       | MISCONFIGURED | login-refused     | true
          AUTH | 534 5.7.9 Application-specific password required                   | MISCONFIGURED | login-refused     | true
          AUTH | 550 5.7.30 Basic authentication is not supported for Client Submission | MISCONFIGURED | password-login-disabled | true
          AUTH | 535 5.7.139 Authentication unsuccessful, basic authentication is disabled. | MISCONFIGURED | password-login-disabled | true
          MAIL | 501 5.1.7 Invalid address                                          | MISCONFIGURED | sender-refused    | true
          MAIL | 550 5.7.1 not allowed                                              | MISCONFIGURED | sender-refused    | true
          BODY | 550 5.7.60 SMTP; Client does not have permissions to send as this sender | MISCONFIGURED | sender-refused | true
          BODY | 554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied | MISCONFIGURED | sender-refused | true
          BODY | 554 5.2.252 SendAsDenied; not allowed to send as                   | MISCONFIGURED | sender-refused    | true
          RCPT | 553 5.7.1 <a@example.com>: Sender address rejected: not owned by user kim | MISCONFIGURED | sender-refused | true
          MAIL | 503 5.5.1 Error: authenticate first                                | MISCONFIGURED | other             | true
          # Quota
          BODY | 554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException | MISCONFIGURED | quota       | true
          RCPT | 550 5.4.5 Daily user sending limit exceeded                        | MISCONFIGURED | quota             | true
          BODY | 550 5.4.5 Daily user sending quota exceeded                        | MISCONFIGURED | quota             | true
          BODY | 454 Throttling failure: Daily message quota exceeded               | MISCONFIGURED | quota             | true
          MAIL | 451 You've exceeded your messaging limits                          | MISCONFIGURED | quota             | true
          # Slow down
          MAIL | 432 4.3.2 Concurrent connections limit exceeded                    | TRANSIENT     | throttled         | true
          BODY | 432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded      | TRANSIENT     | throttled         | true
          MAIL | 421 4.3.2 The maximum number of concurrent server connections has exceeded a limit | TRANSIENT | throttled | true
          RCPT | 421 4.4.5 Server busy, try again later                             | TRANSIENT     | throttled         | true
          RCPT | 421 4.7.28 Unusual rate of unsolicited mail                        | TRANSIENT     | throttled         | true
          RCPT | 451 4.4.2 Timeout - closing connection                             | TRANSIENT     | recipient-refused | false
          MAIL | 454 4.7.0 Too many login attempts, please try again later          | TRANSIENT     | throttled         | true
          RCPT | 451 4.7.500 Server busy                                            | TRANSIENT     | throttled         | true
          MAIL | 421 4.7.0 Try again later, closing connection                      | TRANSIENT     | throttled         | true
          BODY | 454 Throttling failure: Maximum sending rate exceeded              | TRANSIENT     | throttled         | true
          # Busy
          MAIL | 421 4.3.2 Service shutting down                                    | TRANSIENT     | other             | true
          MAIL | 421 4.3.2 Service not active                                       | TRANSIENT     | other             | true
          MAIL | 421 4.3.0 Temporary System Problem                                 | TRANSIENT     | other             | true
          RCPT | 451 4.3.0 Mail server temporarily rejected message                 | TRANSIENT     | other             | true
          MAIL | 452 4.3.1 Insufficient system storage                              | TRANSIENT     | other             | true
          BODY | 421 4.4.2 timeout                                                  | TRANSIENT     | other             | true
          GREETING | 554 5.7.1 blocked                                              | MISCONFIGURED | other             | true
          # Content
          BODY | 552 5.3.4 Message too big                                          | REJECTED      | other             | false
          MAIL | 552 5.3.4 Message size exceeds fixed limit                         | REJECTED      | other             | false
          BODY | 550 5.7.1 Our system has detected that this message is spam        | REJECTED      | other             | false
          BODY | 550 5.6.11 SMTPSEND.BareLinefeedsAreIllegal                        | REJECTED      | other             | false
          BODY | 554 Transaction failed                                             | REJECTED      | other             | false
          # Out of order
          MAIL | 354 go                                                             | TRANSIENT     | other             | true
          """)
  void understands(Step step, String reply, SmtpFailure.Kind kind, String cause, boolean server) {
    SmtpFailure failure = classify(step, reply);
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.cause().word()).isEqualTo(cause);
    assertThat(failure.server()).isEqualTo(server);
    assertThat(failure.reply()).isEqualTo(reply);
    assertThat(failure.detail()).endsWith(".").hasSizeGreaterThan(30);
  }

  @ParameterizedTest
  @CsvSource({
    "450 4.7.1 Greylisted; please try again in 300 seconds,PT5M",
    "450 4.7.1 Greylisting: retry in 10 minutes,PT10M",
    "450 4.2.0 come back in 2 hours,PT2H",
    "450 4.2.0 <a@b>: Recipient address rejected: Greylisted for 300 seconds (see http://x.example/),PT5M",
    "450 4.2.0 Greylisted for 5 minutes (101),PT5M",
    "451 4.7.1 Greylisting in action; please come back in 00:04:59,PT4M59S",
    "451 4.7.1 Please retry in 15 mins,PT15M",
    "450 4.7.1 Delayed by greylisting; retry after 120,PT2M",
    "450 4.7.1 try again in 1 day,PT24H",
    "450 4.7.1 try again in 999999 days,PT24H",
    // Everybody's mails wait an hour at most until the server is asked again.
    "421 4.7.0 come back in 2 hours,PT1H",
    "454 4.7.0 Throttling failure: Maximum sending rate exceeded,PT1M",
    // No hint: no time at all, or none that makes sense.
    "450 4.2.0 Greylisted: see http://postgrey.schweikert.ch/help/example.com.html,",
    "450 4.2.1 The user is receiving mail too quickly. Please resend at a later time,",
    "450 4.7.1 try again in 0 seconds,",
    "450 4.7.1 try again in 99999999999999999999 seconds,",
    "450 4.2.1 try again; 10 messages of 20 were taken,",
    "450 4.2.1 wait: 5 more mailboxes are full,",
    "451 4.7.500 Server busy. Please try again later from [192.0.2.7],PT1M",
    "450 4.7.1 try again in 99999 hours,PT24H",
    "550 5.4.5 Daily sending quota exceeded,PT4H",
  })
  void heedsTheServersOwnWords(String reply, Duration wait) {
    assertThat(classify(Step.RCPT, reply).retryAfter()).isEqualTo(wait);
  }

  @Test
  void aReplyIsShownAsOneBoundedPrintableLine() {
    SmtpReply reply =
        new SmtpReply(
            550, List.of("5.1.1 no \u0007such", "5.1.1 user\u001b[31m", "x".repeat(5000)));
    assertThat(reply.enhanced()).isEqualTo("5.1.1");
    assertThat(reply.text())
        .startsWith("550 5.1.1 no  such user [31m xxx")
        .hasSize(1000)
        .doesNotContain("\u001b");
  }

  @Test
  void capabilitiesAreReadAsServersWriteThem() {
    Capabilities read =
        Capabilities.of(
            new SmtpReply(
                250,
                List.of(
                    "mail.example.com hello",
                    "size 1000",
                    "AUTH=login",
                    "auth PLAIN XOAUTH2",
                    "Pipelining",
                    "")));
    assertThat(read.offers("PIPELINING")).isTrue();
    assertThat(read.maxSize()).isEqualTo(1000);
    assertThat(read.mechanisms()).containsExactlyInAnyOrder("LOGIN", "PLAIN", "XOAUTH2");
    assertThat(read.offers("MAIL.EXAMPLE.COM")).isFalse();
  }
}
