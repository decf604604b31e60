package org.workherald.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.workherald.smtp.Examinations.HOST;
import static org.workherald.smtp.Examinations.PLAIN;
import static org.workherald.smtp.Examinations.SUB;
import static org.workherald.smtp.Examinations.assertSound;
import static org.workherald.smtp.Examinations.examine;
import static org.workherald.smtp.Examinations.last;
import static org.workherald.smtp.Examinations.login;
import static org.workherald.smtp.ExaminedStep.AUTHENTICATE;
import static org.workherald.smtp.ExaminedStep.CERTIFICATE;
import static org.workherald.smtp.ExaminedStep.GREETING;
import static org.workherald.smtp.ExaminedStep.HOSTNAME;
import static org.workherald.smtp.ExaminedStep.MESSAGE;
import static org.workherald.smtp.ExaminedStep.RECIPIENT;
import static org.workherald.smtp.ExaminedStep.SENDER;
import static org.workherald.smtp.ExaminedStep.STARTTLS;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.workherald.smtp.SmtpExamination.TakenStep;
import org.workherald.trust.Fingerprint;

/** An examination finds what is wrong, says what to do, gives nothing away and sends nothing. */
@Timeout(60)
class ExaminerFaultsTest {

  /** Alerts of TLS (RFC 8446 §6). */
  private static final int HANDSHAKE_FAILURE = 40;

  private static final int PROTOCOL_VERSION = 70;

  /**
   * A server that is started when it is its turn, how it is spoken to, and what is to be found: the
   * step that fails, why, and a telling word of the advice.
   */
  private record Row(
      String name,
      Supplier<ScriptedSmtpServer> server,
      TlsMode mode,
      ExaminedStep step,
      Cause cause,
      String advice) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static Row starttls(
      String name, TestCa.Leaf leaf, ExaminedStep step, Cause cause, String advice) {
    return new Row(
        name,
        () -> login(ScriptedSmtpServer.starttls(leaf)),
        TlsMode.STARTTLS,
        step,
        cause,
        advice);
  }

  private static Row at(
      String name, String where, Answer answer, ExaminedStep step, Cause cause, String advice) {
    return new Row(
        name,
        () -> login(ScriptedSmtpServer.starttls(Rig.LEAF)).on(where, answer),
        TlsMode.STARTTLS,
        step,
        cause,
        advice);
  }

  private static Row says(
      String name, String where, String reply, ExaminedStep step, Cause cause, String advice) {
    return at(name, where, Answer.reply(reply), step, cause, advice);
  }

  static Stream<Row> rows() {
    byte[] alert = {0x15, 3, 3, 0, 2, 2, 40};
    return Stream.of(
            connection(),
            beforeTls(alert),
            certificates(),
            Stream.of(
                says(
                    "login refused",
                    "AUTH",
                    "535 5.7.8 bad",
                    AUTHENTICATE,
                    Cause.LOGIN_REFUSED,
                    "anew"),
                says(
                    "no login by password at all",
                    "AUTH",
                    "550 5.7.30 Basic authentication is not supported",
                    AUTHENTICATE,
                    Cause.PASSWORD_LOGIN_DISABLED,
                    "OAuth2"),
                says(
                    "no login by password for the tenant",
                    "AUTH",
                    "535 5.7.139 SmtpClientAuthentication is disabled for the Tenant",
                    AUTHENTICATE,
                    Cause.PASSWORD_LOGIN_DISABLED,
                    "SMTP AUTH"),
                says(
                    "too many connections",
                    "AUTH",
                    "432 4.3.2 Concurrent connections limit exceeded",
                    AUTHENTICATE,
                    Cause.THROTTLED,
                    "fewer connections"),
                says(
                    "sender not understood",
                    "MAIL",
                    "501 5.1.7 no",
                    SENDER,
                    Cause.SENDER_REFUSED,
                    "\"from\""),
                says(
                    "sender not ours",
                    "MAIL",
                    "550 5.7.60 no",
                    SENDER,
                    Cause.SENDER_REFUSED,
                    "'kim' may send"),
                says(
                    "quota spent",
                    "MAIL",
                    "550 5.4.5 Daily",
                    SENDER,
                    Cause.QUOTA,
                    "quota starts anew"),
                says(
                    "recipient unknown",
                    "RCPT",
                    "550 5.1.1 no such user",
                    RECIPIENT,
                    Cause.RECIPIENT_REFUSED,
                    "\"recipient\""),
                says(
                    "greylisted",
                    "RCPT",
                    "451 4.7.1 Greylisted, come back later",
                    RECIPIENT,
                    Cause.THROTTLED,
                    "greylisting"),
                says("DATA put off", "DATA", "451 4.3.0 full", MESSAGE, Cause.OTHER, "'message'"),
                says(
                    "content refused", "BODY", "554 5.7.1 spam", MESSAGE, Cause.OTHER, "'message'"),
                says(
                    "sender refused after the dot",
                    "BODY",
                    "554 5.2.0 SendAsDenied",
                    MESSAGE,
                    Cause.SENDER_REFUSED,
                    "may send as"),
                at(
                    "connection lost after the dot",
                    "BODY",
                    Answer.drop(),
                    MESSAGE,
                    Cause.OTHER,
                    "'message'")))
        .flatMap(part -> part);
  }

  private static Stream<Row> connection() {
    return Stream.of(
        at(
            "HTTP answers",
            "CONNECT",
            Answer.raw("HTTP/1.1 400 Bad telltale Request\r\n\r\n"),
            GREETING,
            Cause.NOT_SMTP,
            "proxy"),
        at(
            "SSH answers",
            "CONNECT",
            Answer.raw("SSH-2.0-telltale\r\n"),
            GREETING,
            Cause.NOT_SMTP,
            "something else"),
        says(
            "greeting says busy",
            "CONNECT",
            "421 4.3.2 full",
            GREETING,
            Cause.THROTTLED,
            "fewer connections"),
        says(
            "greeting says go away",
            "CONNECT",
            "554 5.7.1 go",
            GREETING,
            Cause.OTHER,
            "'greeting'"),
        at(
            "hangs up without a greeting",
            "CONNECT",
            Answer.drop(),
            GREETING,
            Cause.REFUSED,
            "lets this machine connect"),
        at("silent after EHLO", "EHLO", Answer.stall(), GREETING, Cause.TIMEOUT, "stays silent"));
  }

  private static Stream<Row> beforeTls(byte[] alert) {
    return Stream.of(
        at(
            "TLS alert for a greeting",
            "CONNECT",
            Answer.replyThenDrop(new String(alert, ISO_8859_1)),
            GREETING,
            Cause.TLS_EXPECTED,
            "\"tls\": \"implicit\""),
        new Row(
            "TLS from the start where STARTTLS is set",
            () -> login(ScriptedSmtpServer.implicit(Rig.LEAF)),
            TlsMode.STARTTLS,
            GREETING,
            Cause.TLS_EXPECTED,
            "\"tls\": \"implicit\""),
        new Row(
            "STARTTLS where TLS from the start is set",
            () -> login(ScriptedSmtpServer.starttls(Rig.LEAF)),
            TlsMode.IMPLICIT,
            CERTIFICATE,
            Cause.TLS_EXPECTED,
            "\"tls\": \"starttls\""),
        says(
            "STARTTLS not offered",
            "EHLO",
            "250 x",
            STARTTLS,
            Cause.STARTTLS_NOT_OFFERED,
            "switched on at mail.example.com"),
        says(
            "knows HELO only",
            "EHLO",
            "502 no",
            STARTTLS,
            Cause.STARTTLS_NOT_OFFERED,
            "\"port\": 465"),
        says(
            "STARTTLS put off",
            "STARTTLS",
            "454 4.7.0 no",
            STARTTLS,
            Cause.STARTTLS_REFUSED,
            "log"),
        says("STARTTLS refused", "STARTTLS", "502 no", STARTTLS, Cause.STARTTLS_REFUSED, "log"),
        new Row(
            "injected plaintext",
            () ->
                login(ScriptedSmtpServer.starttls(Rig.LEAF))
                    .injectAfterStarttls("535 telltale\r\n".getBytes(US_ASCII)),
            TlsMode.STARTTLS,
            STARTTLS,
            Cause.INJECTED_PLAINTEXT,
            "devices on the way"),
        at(
            "no forward secrecy",
            "STARTTLS",
            refusal(HANDSHAKE_FAILURE),
            STARTTLS,
            Cause.WEAK_ALGORITHM,
            "forward secrecy"),
        at(
            "TLS 1.0 only",
            "STARTTLS",
            refusal(PROTOCOL_VERSION),
            STARTTLS,
            Cause.PROTOCOL_VERSION,
            "TLS 1.2 or 1.3"),
        at(
            "hung up in the handshake",
            "STARTTLS",
            Answer.replyThenDrop("220 go"),
            STARTTLS,
            Cause.OTHER,
            "'starttls'"));
  }

  /**
   * Ends the handshake as a server does that we share nothing with; {@link OldTlsTest} has real
   * ones.
   */
  private static Answer refusal(int alert) {
    return session -> {
      session.write("220 go\r\n");
      session.flush();
      session.readByte();
      session.writeBytes(new byte[] {0x15, 3, 1, 0, 2, 2, (byte) alert});
      session.flush();
      session.untilClientLeaves();
      return 0;
    };
  }

  private static Stream<Row> certificates() {
    TestCa.Leaf own = TestCa.selfSigned(HOST);
    return Stream.of(
        starttls(
            "untrusted issuer",
            SUB.leaf(HOST),
            CERTIFICATE,
            Cause.UNTRUSTED_ISSUER,
            "{\"from\": {\"host\": \"mail.example.com\", "),
        starttls(
            "untrusted issuer, by fingerprint",
            SUB.leaf(HOST),
            CERTIFICATE,
            Cause.UNTRUSTED_ISSUER,
            "\"fingerprint\": \"" + Fingerprint.of(SUB.certificate())),
        starttls(
            "intermediate missing",
            SUB.request(HOST).withoutIntermediates().issue(),
            CERTIFICATE,
            Cause.UNTRUSTED_ISSUER,
            "'O=Workherald Test,CN=Stranger Sub' with POST /trust/certificates, or have the server"
                + " send its intermediate certificates"),
        starttls("self-signed", own, CERTIFICATE, Cause.SELF_SIGNED, "?pin=true"),
        starttls(
            "self-signed, by fingerprint",
            own,
            CERTIFICATE,
            Cause.SELF_SIGNED,
            Fingerprint.of(own.certificate())),
        starttls(
            "expired",
            Rig.CA.request(HOST).expired().issue(),
            CERTIFICATE,
            Cause.EXPIRED,
            "this machine's clock"),
        starttls(
            "not yet valid",
            Rig.CA.request(HOST).notYetValid().issue(),
            CERTIFICATE,
            Cause.NOT_YET_VALID,
            "this machine's clock"),
        starttls(
            "weak key",
            Rig.CA.request(HOST).keyType("RSA1024").issue(),
            CERTIFICATE,
            Cause.WEAK_ALGORITHM,
            "2048 bits"),
        starttls(
            "wrong host",
            Rig.CA.leaf("other.example.com", "third.example.com"),
            HOSTNAME,
            Cause.HOSTNAME_MISMATCH,
            "(other.example.com, third.example.com)"),
        starttls(
            "common name alone",
            Rig.CA.request().commonName(HOST).issue(),
            HOSTNAME,
            Cause.HOSTNAME_MISMATCH,
            "replaced by one for mail.example.com"),
        new Row(
            "untrusted issuer, TLS from the start",
            () -> login(ScriptedSmtpServer.implicit(SUB.leaf(HOST))),
            TlsMode.IMPLICIT,
            CERTIFICATE,
            Cause.UNTRUSTED_ISSUER,
            "\"tls\": \"implicit\""));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void findsWhatIsWrong(Row row) {
    try (ScriptedSmtpServer server = row.server().get();
        Rig rig = new Rig(server, row.mode(), "timeouts.command", "300ms")) {
      SmtpExamination found = examine(rig, true);

      TakenStep last = last(found);
      assertThat(last.step()).isEqualTo(row.step());
      assertThat(last.cause()).isEqualTo(row.cause().word());
      assertThat(last.detail()).hasSizeGreaterThan(20);
      assertThat(found.advice()).contains(row.advice());
      assertSound(found, row.mode());
      assertThat(found.ok()).isFalse();
      assertThat(found.toString()).doesNotContain("telltale");
      assertThat(found.chain().isEmpty()).isEqualTo(!sawCertificate(row));
      assertThat(server.mails()).isEmpty();
      for (ScriptedSmtpSession session : server.sessions()) {
        String plain = new String(session.receivedInPlain(), ISO_8859_1);
        assertThat(plain).doesNotContain("AUTH", PLAIN, "correct horse");
      }
      if (row.step().compareTo(AUTHENTICATE) < 0) {
        assertThat(new String(server.received(), ISO_8859_1))
            .doesNotContain("AUTH", "MAIL", "RCPT", PLAIN, "correct horse");
      }
    }
  }

  private static boolean sawCertificate(Row row) {
    return row.step().compareTo(STARTTLS) > 0 && row.cause() != Cause.TLS_EXPECTED;
  }
}
