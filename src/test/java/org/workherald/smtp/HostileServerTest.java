package org.workherald.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.workherald.smtp.SmtpFailure.Kind;

/**
 * Whatever a server does, neither credentials nor mail leave unprotected, and the cause is told.
 */
@Timeout(60)
class HostileServerTest {

  private static final Kind LATER = Kind.TRANSIENT;
  private static final Kind SETTINGS = Kind.MISCONFIGURED;

  private static ScriptedSmtpServer server() {
    return ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
  }

  private static Rig rig(ScriptedSmtpServer server) {
    return new Rig(server, TlsMode.STARTTLS);
  }

  /** Waits for nobody for long: where a time-out is what the test is about. */
  private static Rig impatient(ScriptedSmtpServer server) {
    return new Rig(
        server,
        TlsMode.STARTTLS,
        "timeouts.greeting",
        "300ms",
        "timeouts.command",
        "300ms",
        "timeouts.handshake",
        "300ms");
  }

  static Stream<Arguments> answersBeforeTls() {
    String http = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    byte[] alert = {0x15, 3, 3, 0, 2, 2, 40};
    return Stream.of(
        arguments("CONNECT", Answer.raw(http), Cause.NOT_SMTP, SETTINGS),
        arguments("CONNECT", Answer.raw("SSH-2.0-OpenSSH_9.2\r\n"), Cause.NOT_SMTP, SETTINGS),
        arguments("CONNECT", Answer.raw("x".repeat(100_000)), Cause.NOT_SMTP, SETTINGS),
        arguments("CONNECT", Answer.raw("220-a\r\n".repeat(1000)), Cause.NOT_SMTP, SETTINGS),
        arguments("CONNECT", Answer.raw("220-a\r\n250 b\r\n"), Cause.NOT_SMTP, SETTINGS),
        arguments(
            "CONNECT",
            Answer.replyThenDrop(new String(alert, ISO_8859_1)),
            Cause.TLS_EXPECTED,
            SETTINGS),
        arguments("CONNECT", Answer.drop(), Cause.REFUSED, LATER),
        arguments("CONNECT", Answer.stall(), Cause.TIMEOUT, LATER),
        arguments("CONNECT", Answer.reply("421 4.3.2 busy"), Cause.THROTTLED, LATER),
        arguments("CONNECT", Answer.reply("554 5.7.1 go away"), Cause.OTHER, SETTINGS),
        arguments("CONNECT", Answer.reply("354 what"), Cause.NOT_SMTP, SETTINGS),
        arguments("EHLO", Answer.reply("502 no"), Cause.STARTTLS_NOT_OFFERED, SETTINGS),
        arguments("EHLO", Answer.reply("421 4.3.0 no"), Cause.OTHER, LATER),
        arguments("EHLO", Answer.drop(), Cause.OTHER, LATER),
        arguments("EHLO", Answer.stall(), Cause.TIMEOUT, LATER),
        arguments(
            "EHLO",
            Answer.reply("250-x", "250 AUTH PLAIN LOGIN"),
            Cause.STARTTLS_NOT_OFFERED,
            SETTINGS),
        arguments("EHLO", Answer.reply("250 x"), Cause.STARTTLS_NOT_OFFERED, SETTINGS),
        arguments("STARTTLS", Answer.reply("221 bye"), Cause.STARTTLS_REFUSED, SETTINGS),
        arguments("STARTTLS", Answer.reply("250 ok"), Cause.STARTTLS_REFUSED, SETTINGS),
        arguments("STARTTLS", Answer.reply("354 do more"), Cause.STARTTLS_REFUSED, SETTINGS),
        arguments("STARTTLS", Answer.reply("421 4.3.2 bye"), Cause.STARTTLS_REFUSED, LATER),
        arguments("STARTTLS", Answer.reply("454 4.7.0 no TLS"), Cause.STARTTLS_REFUSED, LATER),
        arguments("STARTTLS", Answer.reply("500 what"), Cause.STARTTLS_REFUSED, SETTINGS),
        arguments("STARTTLS", Answer.reply("501 no"), Cause.STARTTLS_REFUSED, SETTINGS),
        arguments("STARTTLS", Answer.reply("502 no"), Cause.STARTTLS_REFUSED, SETTINGS),
        arguments("STARTTLS", Answer.reply("530 no"), Cause.STARTTLS_REFUSED, SETTINGS),
        arguments("STARTTLS", Answer.raw("hello\r\n"), Cause.OTHER, LATER),
        arguments("STARTTLS", Answer.drop(), Cause.OTHER, LATER),
        arguments("STARTTLS", Answer.stall(), Cause.TIMEOUT, LATER),
        arguments("STARTTLS", Answer.replyThenDrop("220 go"), Cause.OTHER, LATER),
        arguments("STARTTLS", Answer.raw("220 go\r\n").andThenStall(), Cause.TIMEOUT, LATER));
  }

  @ParameterizedTest
  @MethodSource("answersBeforeTls")
  void nothingLeavesBeforeTls(String step, Answer answer, Cause cause, Kind kind) {
    try (var server = server().on(step, answer);
        var rig = cause == Cause.TIMEOUT ? impatient(server) : rig(server)) {
      SendResult result = rig.send("a@example.com");

      assertThat(result.failure().cause()).isEqualTo(cause);
      assertThat(result.failure().kind()).isEqualTo(kind);
      assertThat(result.failure().server()).isTrue();
      assertThat(result.failure().detail()).endsWith(".").hasSizeGreaterThan(30);
      assertThat(result.tls()).isNull();
      Secrecy.assertKept(server);
    }
  }

  @Test
  void plainSpokenToATlsPortAndTheReverse() {
    try (var tls = ScriptedSmtpServer.implicit(Rig.LEAF);
        var plain = server();
        var toTls = impatient(tls);
        var toPlain = new Rig(plain, TlsMode.IMPLICIT)) {
      SendResult silence = toTls.send("a@example.com");
      assertThat(silence.failure().cause()).isEqualTo(Cause.TLS_EXPECTED);
      assertThat(silence.failure().kind()).isEqualTo(SETTINGS);
      assertThat(toPlain.send("a@example.com").failure().cause()).isEqualTo(Cause.TLS_EXPECTED);
    }
  }

  @Test
  void aClosedPortAndAnUnknownHost() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (var rig = new Rig(free, TlsMode.STARTTLS)) {
      SendResult refused = rig.send("a@example.com");
      assertThat(refused.failure().cause()).isEqualTo(Cause.REFUSED);
      assertThat(refused.failure().kind()).isEqualTo(LATER);
      rig.settings = Rig.settings("mail.invalid", free, TlsMode.STARTTLS, Rig.LOGIN, 1);
      SendResult unknown = rig.send("a@example.com");
      assertThat(unknown.failure().cause()).isEqualTo(Cause.UNKNOWN_HOST);
      assertThat(unknown.failure().kind()).isEqualTo(LATER);
    }
  }

  @Test
  void withoutTlsOnlyLoopbackIsConnected() {
    try (var server = ScriptedSmtpServer.plain();
        var rig = new Rig(server, TlsMode.NONE)) {
      rig.settings = Rig.settings("192.0.2.1", server.port(), TlsMode.NONE, null, 1);
      SendResult result = rig.send("a@example.com");
      assertThat(result.failure().kind()).isEqualTo(SETTINGS);
      assertThat(result.failure().detail()).contains("loopback");
    }
  }
}
