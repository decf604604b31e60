package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpTransportTest {

  private static ScriptedSmtpServer server() {
    return ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
  }

  @Test
  void sendsOverVerifiedStarttls() {
    try (var server = server();
        var rig = new Rig(server, TlsMode.STARTTLS)) {
      SendResult result = rig.send("kim@example.com");

      assertThat(result.failure()).isNull();
      assertThat(result.reply()).isEqualTo("250 2.0.0 Ok: queued");
      assertThat(result.server()).isEqualTo("mail.example.com:" + server.port());
      assertThat(result.tls()).startsWith("TLSv1.3 TLS_AES_");
      ScriptedSmtpServer.Mail mail = server.mails().get(0);
      assertThat(mail.from()).isEqualTo("from@example.com");
      assertThat(mail.recipients()).containsExactly("kim@example.com");
      assertThat(mail.tls()).isEqualTo("TLSv1.3");
      assertThat(new String(mail.content(), StandardCharsets.UTF_8))
          .isEqualTo("Subject: to kim@example.com\r\n\r\nbody for kim@example.com\r\n");
      assertThat(new String(server.sessions().get(0).receivedInPlain(), StandardCharsets.UTF_8))
          .startsWith("EHLO [127.0.0.1]\r\nSTARTTLS\r\n")
          .doesNotContain("AUTH", "MAIL");
    }
  }

  @Test
  void sendsOverImplicitTls() {
    try (var server = ScriptedSmtpServer.implicit(Rig.LEAF).login("kim", "correct horse");
        var rig = new Rig(server, TlsMode.IMPLICIT)) {
      assertThat(rig.send("kim@example.com").failure()).isNull();
      assertThat(server.mails().get(0).tls()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void sendsOverTls12() {
    try (var server = server().protocols("TLSv1.2");
        var rig = new Rig(server, TlsMode.STARTTLS)) {
      assertThat(rig.send("kim@example.com").tls()).startsWith("TLSv1.2 TLS_ECDHE_");
    }
  }

  @Test
  void sendsInPlainToLoopbackOnly() {
    try (var server = ScriptedSmtpServer.plain();
        var rig = new Rig(server, TlsMode.NONE)) {
      rig.login(null);
      assertThat(rig.send("kim@example.com").sent()).isTrue();
      assertThat(server.mails().get(0).tls()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sendsManyOverOneConnection(boolean pipelining) {
    try (var server = server();
        var rig = new Rig(server, TlsMode.STARTTLS)) {
      if (!pipelining) {
        server.without("PIPELINING");
      }
      OutgoingMessage[] messages =
          IntStream.range(0, 50)
              .mapToObj(i -> Rig.message("r" + i + "@example.com"))
              .toArray(OutgoingMessage[]::new);
      List<SendResult> results = rig.send(messages);

      assertThat(results).allMatch(SendResult::sent);
      assertThat(server.sessions()).hasSize(1);
      assertThat(server.mails()).hasSize(50);
      for (ScriptedSmtpServer.Mail mail : server.mails()) {
        assertThat(new String(mail.content(), StandardCharsets.UTF_8))
            .contains("body for " + mail.recipients().get(0));
      }
    }
  }

  @Test
  void aSecondCallUsesTheSameConnection() {
    try (var server = server();
        var rig = new Rig(server, TlsMode.STARTTLS)) {
      rig.send("a@example.com");
      rig.send("b@example.com");
      assertThat(server.sessions()).hasSize(1);
      assertThat(server.sessions().get(0).commands()).contains("RSET");
      assertThat(rig.meters.get("workherald.smtp.connections").gauge().value()).isEqualTo(1);
    }
  }

  @Test
  void withoutSettingsNothingIsConnected() {
    try (var server = server();
        var rig = new Rig(server, TlsMode.STARTTLS)) {
      rig.settings = null;
      SendResult result = rig.send("a@example.com");
      assertThat(result.failure().kind()).isEqualTo(SmtpFailure.Kind.MISCONFIGURED);
      assertThat(result.failure().cause()).isEqualTo(Cause.UNCONFIGURED);
      assertThat(server.sessions()).isEmpty();
    }
  }

  @Test
  void probeAsksForTheSenderAndSendsNothing() {
    try (var server = server();
        var rig = new Rig(server, TlsMode.STARTTLS)) {
      assertThat(rig.transport.probe()).isEmpty();
      assertThat(server.sessions().get(0).commands())
          .contains("MAIL FROM:<from@example.com>", "QUIT")
          .doesNotContain("DATA");
      assertThat(rig.meters.get("workherald.smtp.connections").gauge().value()).isZero();

      server.on("MAIL", Answer.reply("550 5.7.60 SMTP; Client does not have permissions"));
      assertThat(rig.transport.probe())
          .hasValueSatisfying(f -> assertThat(f.cause()).isEqualTo(Cause.SENDER_REFUSED));
    }
  }

  @Test
  void aWrongHostIsRefusedTwiceInARow() {
    try (var server = server();
        var rig = new Rig(server, TlsMode.STARTTLS)) {
      rig.settings =
          Rig.settings("other.example.com", server.port(), TlsMode.STARTTLS, Rig.LOGIN, 1);
      for (int i = 0; i < 2; i++) {
        SendResult result = rig.send("a@example.com");
        assertThat(result.failure().cause()).isEqualTo(Cause.HOSTNAME_MISMATCH);
        assertThat(result.failure().kind()).isEqualTo(SmtpFailure.Kind.MISCONFIGURED);
      }
      assertThat(server.sessions()).hasSize(2);
      assertThat(server.mails()).isEmpty();
      assertThat(
              rig.meters
                  .get("workherald.smtp.tls.failures")
                  .tag("cause", "hostname-mismatch")
                  .counter()
                  .count())
          .isEqualTo(2);
    }
  }
}
