package org.workherald.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.workherald.smtp.Examinations.HOST;
import static org.workherald.smtp.Examinations.PLAIN;
import static org.workherald.smtp.Examinations.SUB;
import static org.workherald.smtp.Examinations.assertSound;
import static org.workherald.smtp.Examinations.examine;
import static org.workherald.smtp.Examinations.examiner;
import static org.workherald.smtp.Examinations.last;
import static org.workherald.smtp.Examinations.login;
import static org.workherald.smtp.ExaminedStep.AUTHENTICATE;
import static org.workherald.smtp.ExaminedStep.CERTIFICATE;
import static org.workherald.smtp.ExaminedStep.CONNECT;
import static org.workherald.smtp.ExaminedStep.GREETING;
import static org.workherald.smtp.ExaminedStep.HOSTNAME;
import static org.workherald.smtp.ExaminedStep.RECIPIENT;
import static org.workherald.smtp.ExaminedStep.RESOLVE;
import static org.workherald.smtp.ExaminedStep.SENDER;
import static org.workherald.smtp.ExaminedStep.STARTTLS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.smtp.SmtpExamination.TakenStep;
import org.workherald.trust.Fingerprint;

/** What an examination tells, what it keeps to itself, and what it leaves behind. */
@Timeout(60)
class ExaminerTest {

  @Test
  void aSoundServerIsToldStepByStep() {
    try (ScriptedSmtpServer server = login(ScriptedSmtpServer.starttls(Rig.LEAF));
        Rig rig = new Rig(server, TlsMode.STARTTLS)) {
      SmtpExamination found = examine(rig, false);

      assertSound(found, TlsMode.STARTTLS);
      assertThat(last(found).step()).isEqualTo(SENDER);
      assertThat(detail(found, RESOLVE)).isEqualTo("127.0.0.1");
      assertThat(detail(found, CONNECT)).contains("127.0.0.1", String.valueOf(server.port()));
      assertThat(detail(found, STARTTLS)).isEqualTo("TLSv1.3 TLS_AES_256_GCM_SHA384");
      assertThat(detail(found, CERTIFICATE)).contains("CN=localhost", "valid until 20");
      assertThat(detail(found, HOSTNAME)).contains(HOST);
      assertThat(detail(found, AUTHENTICATE)).isEqualTo("Logged in as kim by PLAIN.");
      assertThat(detail(found, SENDER)).contains("from@example.com");
      assertThat(found.advice())
          .isEqualTo("Mail can be sent; store these settings with PUT /smtp.");
      assertThat(found.chain()).hasSize(1);
      assertThat(found.chain().get(0).fingerprint())
          .isEqualTo(Fingerprint.of(Rig.LEAF.certificate()));
      assertThat(server.mails()).isEmpty();
      assertThat(server.sessions().get(0).commands())
          .doesNotContain("DATA")
          .endsWith("MAIL FROM:<from@example.com>", "RSET", "QUIT");
    }
  }

  @Test
  void withTlsFromTheStartTheCertificateComesFirst() {
    try (ScriptedSmtpServer server = login(ScriptedSmtpServer.implicit(Rig.LEAF));
        Rig rig = new Rig(server, TlsMode.IMPLICIT)) {
      SmtpExamination found = examine(rig, false);

      assertThat(found.ok()).isTrue();
      assertThat(found.steps().stream().map(TakenStep::step))
          .containsExactly(RESOLVE, CONNECT, CERTIFICATE, HOSTNAME, GREETING, AUTHENTICATE, SENDER);
      assertThat(detail(found, CERTIFICATE)).startsWith("TLSv1.3 TLS_").contains("CN=localhost");
    }
  }

  @Test
  void aRelayOnLoopbackNeedsNeitherTlsNorLogin() {
    try (ScriptedSmtpServer server = ScriptedSmtpServer.plain();
        Rig rig = new Rig(server, TlsMode.NONE)) {
      rig.login(null);
      SmtpExamination found = examine(rig, true);

      assertThat(found.ok()).isTrue();
      assertSound(found, TlsMode.NONE);
      assertThat(detail(found, AUTHENTICATE)).isEqualTo("No login is set.");
      assertThat(found.chain()).isEmpty();
      assertThat(server.mails()).hasSize(1);

      server.on("MAIL", Answer.reply("530 5.7.0 Must issue a STARTTLS command first"));
      SmtpExamination wanted = examine(rig, true);
      assertThat(last(wanted).step()).isEqualTo(SENDER);
      assertThat(last(wanted).cause()).isEqualTo("tls-expected");
      assertThat(last(wanted).detail()).endsWith("530 5.7.0 Must issue a STARTTLS command first");
      assertThat(wanted.advice()).contains("\"tls\": \"starttls\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kim@example.com", "jürgen@example.com"})
  void aTestMailGoesToWhomItIsMeantFor(String recipient) {
    for (String extension : List.of("PIPELINING", "X-NOTHING")) {
      try (ScriptedSmtpServer server =
              login(ScriptedSmtpServer.starttls(Rig.LEAF)).without("PIPELINING").with(extension);
          Rig rig = new Rig(server, TlsMode.STARTTLS)) {
        SmtpExamination found = examine(rig, recipient);

        assertThat(found.ok()).isTrue();
        assertThat(found.steps()).hasSize(10);
        assertThat(last(found).detail()).endsWith("250 2.0.0 Ok: queued");
        assertThat(found.advice()).contains("250 2.0.0 Ok: queued", "arrives");
        assertThat(server.mails()).hasSize(1);
        assertThat(server.mails().get(0).recipients()).containsExactly(recipient);
        assertThat(new String(server.mails().get(0).content(), US_ASCII))
            .contains("TLSv1.3 TLS_AES_256_GCM_SHA384[127.0.0.1]");
      }
    }
  }

  @Test
  void aRecipientThatTheServerCannotTakeIsNotTheSendersFault() {
    try (ScriptedSmtpServer server =
            login(ScriptedSmtpServer.starttls(Rig.LEAF)).without("SMTPUTF8");
        Rig rig = new Rig(server, TlsMode.STARTTLS)) {
      SmtpExamination found = examine(rig, "jürgen@example.com");

      assertThat(last(found).step()).isEqualTo(RECIPIENT);
      assertThat(last(found).cause()).isEqualTo("recipient-refused");
      assertThat(last(found).detail()).contains("SMTPUTF8");
      assertThat(server.sessions().get(0).commands()).contains("MAIL FROM:<from@example.com>");
      assertThat(server.mails()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AUTH", "MAIL", "RCPT", "BODY"})
  void aPasswordThatTheServerRepeatsIsNotTold(String step) {
    Answer parrot = Answer.reply("535 5.7.8 correct horse " + PLAIN + " Y29ycmVjdCBob3JzZQ==");
    try (ScriptedSmtpServer server = login(ScriptedSmtpServer.starttls(Rig.LEAF)).on(step, parrot);
        Rig rig = new Rig(server, TlsMode.STARTTLS)) {
      SmtpExamination found = examine(rig, true);

      assertSound(found, TlsMode.STARTTLS);
      assertThat(last(found).detail()).contains("535 5.7.8 [secret] [secret] [secret]");
    }
  }

  @Test
  void aPasswordInTheLastReplyIsNotToldEither() {
    try (ScriptedSmtpServer server =
            login(ScriptedSmtpServer.starttls(Rig.LEAF))
                .on("BODY", Answer.reply("250 2.0.0 correct horse"));
        Rig rig = new Rig(server, TlsMode.STARTTLS)) {
      SmtpExamination found = examine(rig, true);

      assertSound(found, TlsMode.STARTTLS);
      assertThat(found.advice()).contains("250 2.0.0 [secret]");
    }
  }

  @Test
  void everythingThatIsWrongWithACertificateIsTold() {
    TestCa.Leaf leaf = SUB.request("other.example.com").expired().issue();
    try (ScriptedSmtpServer server = login(ScriptedSmtpServer.starttls(leaf));
        Rig rig = new Rig(server, TlsMode.STARTTLS)) {
      SmtpExamination found = examine(rig, true);

      assertThat(last(found).step()).isEqualTo(CERTIFICATE);
      assertThat(last(found).cause()).isEqualTo("expired");
      assertThat(last(found).detail()).contains("expired on", "Stranger", "other.example.com");
      assertThat(found.chain()).hasSize(2);
    }
  }

  @Test
  void aHostThatIsNotThere() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (Rig rig = new Rig(free, TlsMode.STARTTLS)) {
      TakenStep closed = last(examine(rig, true));
      assertThat(closed.step()).isEqualTo(CONNECT);
      assertThat(closed.cause()).isEqualTo("refused");

      rig.settings = Rig.settings("mail.invalid", free, TlsMode.STARTTLS, Rig.LOGIN, 1);
      SmtpExamination unknown = examine(rig, true);
      assertThat(last(unknown).step()).isEqualTo(RESOLVE);
      assertThat(last(unknown).cause()).isEqualTo("unknown-host");
      assertThat(unknown.advice()).contains("DNS");

      rig.settings = Rig.settings("192.0.2.1", free, TlsMode.NONE, null, 1);
      SmtpExamination elsewhere = examine(rig, true);
      assertThat(last(elsewhere).step()).isEqualTo(RESOLVE);
      assertThat(elsewhere.advice()).contains("Set tls to starttls or implicit");
    }
  }

  @Test
  void aBlackHole() throws IOException {
    List<Socket> crowd = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        Rig rig = new Rig(full.getLocalPort(), TlsMode.STARTTLS, "timeouts.connect", "300ms")) {
      // Nobody takes them. Linux ignores further ones once its backlog is full, so that they wait;
      // a system that refuses them instead would make this a test of "refused".
      for (int i = 0; i < 3; i++) {
        Socket waiting = new Socket();
        crowd.add(waiting);
        try {
          waiting.connect(new InetSocketAddress("127.0.0.1", full.getLocalPort()), 200);
        } catch (IOException e) {
          break; // it is full
        }
      }
      SmtpExamination found = examine(rig, true);
      assertThat(last(found).step()).isEqualTo(CONNECT);
      assertThat(last(found).cause()).isEqualTo("timeout");
      assertThat(found.advice()).contains("firewall");
    } finally {
      for (Socket socket : crowd) {
        socket.close();
      }
    }
  }

  @Test
  void theSettingsInForceWaitForAConnectionButNotForEver() throws SmtpException {
    try (ScriptedSmtpServer server = login(ScriptedSmtpServer.starttls(Rig.LEAF));
        Rig rig = new Rig(server, TlsMode.STARTTLS)) {
      SessionPool pool = rig.transport.pool();
      SessionPool.Terms terms = rig.transport.inForce();
      Examiner examiner = examiner(rig, Duration.ofMillis(50));
      Loan only = pool.admit(terms, null);

      SmtpExamination busy = examiner.examine(rig.settings, terms, null).examination();
      assertThat(last(busy).step()).isEqualTo(CONNECT);
      assertThat(last(busy).cause()).isEqualTo("throttled");
      assertThat(last(busy).detail()).contains("all 1 connections");
      assertThat(busy.advice()).contains("less mail");
      assertThat(server.sessions()).isEmpty();
      assertThat(examine(rig, false).ok()).as("others need no room").isTrue();

      pool.giveBack(only);
      assertThat(examiner.examine(rig.settings, terms, null).examination().ok()).isTrue();
      server.on("CONNECT", Answer.drop());
      assertThat(examiner.examine(rig.settings, terms, null).examination().ok()).isFalse();
      assertThat(pool.open()).isZero();
    }
  }

  private static String detail(SmtpExamination found, ExaminedStep step) {
    return found.steps().stream()
        .filter(check -> check.step() == step)
        .map(TakenStep::detail)
        .findFirst()
        .orElseThrow();
  }
}
