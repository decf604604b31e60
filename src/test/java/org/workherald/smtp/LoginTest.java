package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.workherald.settings.Secret;
import org.workherald.smtp.SmtpFailure.Kind;

/** Credentials go to a verified server that asks for them, once, and come back from nowhere. */
@Timeout(60)
class LoginTest {

  private static final Kind LATER = Kind.TRANSIENT;
  private static final Kind SETTINGS = Kind.MISCONFIGURED;

  private static ScriptedSmtpServer server() {
    return ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
  }

  private static Rig rig(ScriptedSmtpServer server) {
    return new Rig(server, TlsMode.STARTTLS);
  }

  static Stream<Arguments> answersToLogin() {
    return Stream.of(
        arguments("535 5.7.8 no", Cause.LOGIN_REFUSED, SETTINGS),
        arguments(
            "534-5.7.9 Application-specific password required", Cause.LOGIN_REFUSED, SETTINGS),
        arguments("530 5.7.0 login", Cause.LOGIN_REFUSED, SETTINGS),
        arguments(
            "550 5.7.30 Basic authentication is not supported",
            Cause.PASSWORD_LOGIN_DISABLED,
            SETTINGS),
        arguments(
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the"
                + " Tenant.",
            Cause.PASSWORD_LOGIN_DISABLED,
            SETTINGS),
        arguments("454 4.7.0 Temporary authentication failure", Cause.LOGIN_REFUSED, LATER),
        arguments("432 4.3.2 Concurrent connections limit exceeded", Cause.THROTTLED, LATER),
        arguments("421 4.7.0 Too many", Cause.THROTTLED, LATER),
        arguments("504 5.5.4 what", Cause.AUTH_NOT_OFFERED, SETTINGS),
        arguments("250 fine", Cause.OTHER, LATER));
  }

  @ParameterizedTest
  @MethodSource("answersToLogin")
  void aRefusedLoginIsNotTriedAnotherWay(String reply, Cause cause, Kind kind) {
    String line = reply.replace("534-", "534 ");
    try (var server = server().on("AUTH", Answer.reply(line));
        var rig = rig(server)) {
      SendResult result = rig.send("a@example.com");
      assertThat(result.failure().cause()).isEqualTo(cause);
      assertThat(result.failure().kind()).isEqualTo(kind);
      assertThat(server.sessions()).hasSize(1);
      assertThat(server.sessions().get(0).commands().stream().filter(c -> c.startsWith("AUTH")))
          .hasSize(1);
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void loginIsTheSecondChoice() {
    try (var server = server().mechanisms("XOAUTH2", "LOGIN");
        var rig = rig(server)) {
      assertThat(rig.send("a@example.com").sent()).isTrue();
      assertThat(server.sessions().get(0).commands()).contains("AUTH LOGIN");
    }
  }

  @Test
  void aSecretThatTheServerRepeatsIsNotKept() {
    Answer parrot =
        session ->
            Answer.reply("535 5.7.8 you said " + session.line() + " correct horse").give(session);
    try (var server = server().on("AUTH", parrot);
        var rig = rig(server)) {
      SendResult result = rig.send("a@example.com");
      assertThat(result.failure().toString() + result.reply())
          .contains("[secret]")
          .doesNotContain("correct horse")
          .doesNotContain("AGtpbQBjb3JyZWN0IGhvcnNl");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL, 550",
    "RCPT, 550",
    "DATA, 451",
    "BODY, 554",
    "BODY, 250",
    "CONNECT, 421",
    "EHLO, 421"
  })
  void norOneThatItRepeatsLater(String step, int code) {
    String secrets = "correct horse Y29ycmVjdCBob3JzZQ== AGtpbQBjb3JyZWN0IGhvcnNl";
    for (String extension : List.of("PIPELINING", "X-NOTHING")) {
      try (var server = server().without("PIPELINING").with(extension);
          var rig = rig(server)) {
        rig.send("a@example.com");
        server.on(step, Answer.reply(code + "-1.2.3 one", code + " " + secrets));
        SendResult result = rig.send("b@example.com");
        String probed = rig.transport.probe().toString();
        assertThat(result.toString() + probed)
            .contains("one [secret] [secret] [secret]")
            .doesNotContain("correct horse", "Y29ycmVjdCBob3JzZQ==", "AGtpbQBjb3JyZWN0IGhvcnNl");
      }
    }
  }

  @Test
  void aSecretThatLooksLikeACodeChangesNoMeaning() {
    try (var server =
            ScriptedSmtpServer.starttls(Rig.LEAF)
                .login("kim", "5.1.1")
                .on("RCPT", Answer.reply("550 5.1.1 no such user"));
        var rig = rig(server)) {
      rig.login(new SmtpSettings.Login("kim", new Secret("5.1.1")));
      SendResult result = rig.send("a@example.com");
      assertThat(result.failure().cause()).isEqualTo(Cause.RECIPIENT_REFUSED);
      assertThat(result.reply()).isEqualTo("550 [secret] no such user");
    }
  }

  @Test
  void aQuestionThatRepeatsTheSecretIsNotKept() {
    String secret = "Y29ycmVjdCBob3JzZQ==";
    Answer parrot =
        session -> {
          Answer.reply("334 " + secret).give(session);
          session.flush();
          session.readLine();
          Answer.reply("334 correct horse").give(session);
          session.flush();
          return Answer.reply("535-5.7.8 " + session.readLine(), "535 " + secret).give(session);
        };
    try (var server = server().mechanisms("LOGIN").on("AUTH", parrot);
        var rig = rig(server)) {
      SendResult result = rig.send("a@example.com");
      assertThat(result.failure().cause()).isEqualTo(Cause.LOGIN_REFUSED);
      assertThat(result.failure().toString() + result.reply())
          .contains("[secret]")
          .doesNotContain("correct horse", secret);
    }
  }
}
