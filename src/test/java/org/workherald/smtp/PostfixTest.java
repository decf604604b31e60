package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workherald.settings.Secret;

/** Sends through a real Postfix. Debian's; skipped where it is not installed. */
class PostfixTest {

  @TempDir private static Path home;
  private static Postfix postfix;

  @BeforeAll
  static void start() throws IOException {
    String missing = Postfix.missing();
    assumeTrue(missing == null, missing);
    postfix = new Postfix(home, Rig.LEAF);
  }

  @AfterAll
  static void stop() throws IOException {
    if (postfix != null) {
      postfix.close();
    }
  }

  @Test
  void takesMailsInARowAndDeliversEachWholeToItsOwnRecipient() throws IOException {
    List<OutgoingMessage> messages = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      messages.add(message("kim" + i + "@example.com", "Body " + i));
    }
    messages.add(message("kärl@example.com", "For an address beyond ASCII"));
    messages.add(7, message(Postfix.UNKNOWN, "For nobody"));
    messages.add(message("last@example.com", ".\r\n..\r\n.x\r\n" + "long ".repeat(190) + "\r\n✅"));

    List<SendResult> results;
    try (Rig rig = rig(Postfix.PASSWORD)) {
      results = rig.send(messages.toArray(OutgoingMessage[]::new));
    }

    for (int i = 0; i < messages.size(); i++) {
      SendResult result = results.get(i);
      if (messages.get(i).recipient().equals(Postfix.UNKNOWN)) {
        assertThat(result.failure().kind()).isEqualTo(SmtpFailure.Kind.REJECTED);
        assertThat(result.failure().cause()).isEqualTo(Cause.RECIPIENT_REFUSED);
        assertThat(result.reply()).startsWith("550 5.1.1 ");
      } else {
        assertThat(result.failure()).isNull();
        assertThat(result.reply()).startsWith("250 2.0.0 Ok: queued as ");
        assertThat(result.tls()).startsWith("TLSv1.3 ");
      }
    }
    List<OutgoingMessage> good =
        messages.stream().filter(m -> !m.recipient().equals(Postfix.UNKNOWN)).toList();
    List<String> delivered = postfix.delivered(good.size());
    assertThat(delivered).hasSize(good.size());
    for (OutgoingMessage message : good) {
      assertThat(delivered)
          .filteredOn(mail -> mail.contains("Delivered-To: " + message.recipient() + "\n"))
          .singleElement()
          .satisfies(mail -> assertThat(mail).endsWith(text(message)));
    }
    assertThat(postfix.log())
        .contains("sasl_method=PLAIN, sasl_username=" + Postfix.USERNAME)
        .contains("ehlo=2 starttls=1 auth=1 mail=" + messages.size());
  }

  @Test
  void refusedLoginIsAMisconfigurationAndSendsNothing() throws IOException {
    try (Rig rig = rig("wrong")) {
      SendResult result = rig.send(message("refused@example.com", "Never")).get(0);

      assertThat(result.failure().kind()).isEqualTo(SmtpFailure.Kind.MISCONFIGURED);
      assertThat(result.failure().cause()).isEqualTo(Cause.LOGIN_REFUSED);
    }
    assertThat(postfix.log()).doesNotContain("to=<refused@example.com>");
  }

  @Test
  void probeAsksAndSendsNothing() {
    try (Rig rig = rig(Postfix.PASSWORD)) {
      assertThat(rig.transport.probe()).isEmpty();
    }
  }

  private static Rig rig(String password) {
    Rig rig = new Rig(postfix.port(), TlsMode.STARTTLS);
    rig.login(new SmtpSettings.Login(Postfix.USERNAME, new Secret(password)));
    return rig;
  }

  /** With all the headers that Postfix would add otherwise. */
  private static OutgoingMessage message(String recipient, String body) {
    UUID id = UUID.randomUUID();
    String content =
        Stream.of(
                "Date: Mon, 23 Nov 2026 09:00:00 +0000",
                "From: Workflow <from@example.com>",
                "To: " + recipient,
                "Message-ID: <" + id + "@example.com>",
                "Subject: To " + recipient,
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=UTF-8",
                "Content-Transfer-Encoding: 8bit",
                "",
                body,
                "")
            .collect(Collectors.joining("\r\n"));
    return new OutgoingMessage(
        id, "from@example.com", recipient, content.getBytes(StandardCharsets.UTF_8));
  }

  /** As Postfix keeps it: lines end with LF. */
  private static String text(OutgoingMessage message) {
    return new String(message.content(), StandardCharsets.UTF_8).replace("\r\n", "\n");
  }
}
