package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workherald.smtp.SmtpFailure.Kind;
import org.workherald.store.MovableClock;

/** Trouble over one recipient, or one domain, is no reason to stop the mails to others. */
@Timeout(60)
class TroubledDomainsTest {

  private static ScriptedSmtpServer server() {
    return ScriptedSmtpServer.starttls(Rig.LEAF).login("kim", "correct horse");
  }

  private static Rig rig(ScriptedSmtpServer server) {
    return new Rig(server, TlsMode.STARTTLS, "timeouts.command", "500ms");
  }

  private static ScriptedSmtpServer troubled(String domain, Answer answer) {
    return server()
        .on(
            "RCPT",
            session -> session.line().toLowerCase(Locale.ROOT).contains("@" + domain),
            answer);
  }

  private static SendResult[] send(Rig rig, String... recipients) {
    OutgoingMessage[] messages = new OutgoingMessage[recipients.length];
    for (int i = 0; i < messages.length; i++) {
      messages[i] = Rig.message(recipients[i]);
    }
    return rig.send(messages).toArray(SendResult[]::new);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneDomainThatStallsCostsTwoTimeoutsAndNobodyElse(boolean pipelining) {
    try (var server = troubled("slow.example.org", Answer.stall());
        var rig = rig(server)) {
      if (!pipelining) {
        server.without("PIPELINING");
      }
      SendResult[] results =
          send(
              rig,
              "a@example.com",
              "b@slow.example.org",
              "c@SLOW.example.org",
              "d@example.com",
              "e@slow.example.org",
              "f@example.com");
      for (int i : new int[] {0, 3, 5}) {
        assertThat(results[i].sent()).as("%d", i).isTrue();
      }
      for (int i : new int[] {1, 2, 4}) {
        assertThat(results[i].failure().cause()).isEqualTo(Cause.TIMEOUT);
        assertThat(results[i].failure().kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(results[i].failure().server()).isFalse();
      }
      // The first may be that recipient alone; with the second it is the domain.
      assertThat(results[1].tried()).isTrue();
      assertThat(results[1].failure().retryAfter()).isNull();
      assertThat(results[2].tried()).isTrue();
      assertThat(results[2].failure().retryAfter()).isEqualTo(Duration.ofSeconds(30));
      assertThat(results[4].tried()).isFalse();
      assertThat(results[4].failure().retryAfter()).isEqualTo(Duration.ofSeconds(30));
      assertThat(server.sessions()).hasSize(3);

      // Nor are later ones tried, until the wait is over, which doubles then.
      rig.time.move(Duration.ofSeconds(29));
      assertThat(send(rig, "g@slow.example.org")[0].tried()).isFalse();
      rig.time.move(Duration.ofSeconds(1));
      SendResult again = send(rig, "g@slow.example.org")[0];
      assertThat(again.tried()).isTrue();
      assertThat(again.failure().retryAfter()).isEqualTo(Duration.ofMinutes(1));
      server.behave();
      rig.time.move(Duration.ofMinutes(1));
      assertThat(send(rig, "g@slow.example.org", "h@slow.example.org")).allMatch(SendResult::sent);
    }
  }

  @Test
  void oneRecipientThatStallsCostsItsDomainNothing() {
    try (var server =
            server().on("RCPT", session -> session.line().contains("bad@"), Answer.stall());
        var rig = rig(server)) {
      for (int i = 0; i < 2; i++) {
        SendResult[] results = send(rig, "a@example.com", "bad@example.com", "b@example.com");
        assertThat(results[0].sent()).isTrue();
        assertThat(results[1].failure().server()).isFalse();
        assertThat(results[2].sent()).isTrue();
      }
    }
  }

  @Test
  void theOnlyDomainThereIsIsTheServersTrouble() {
    try (var server = server().on("RCPT", Answer.stall());
        var rig = rig(server)) {
      SendResult[] results = send(rig, "a@example.com", "b@example.com", "c@example.com");
      assertThat(results[0].failure().server()).isFalse();
      assertThat(results[1].failure().server()).isTrue();
      server.behave();
      assertThat(send(rig, "a@example.com", "b@example.com", "c@example.com"))
          .allMatch(SendResult::sent);
    }
  }

  @Test
  void twoDomainsInARowAreTheServersTrouble() {
    try (var server = server().without("PIPELINING").on("RCPT", Answer.drop());
        var rig = rig(server)) {
      SendResult[] results = send(rig, "a@one.example.com", "b@two.example.com", "c@example.com");
      assertThat(results[0].failure().server()).isFalse();
      assertThat(results[1].failure().server()).isTrue();
      assertThat(rig.open()).isZero();
      server.behave();
      assertThat(send(rig, "a@one.example.com", "b@two.example.com")).allMatch(SendResult::sent);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"421 4.2.1 mailbox busy", "421 4.4.1 no answer from host"})
  void aFarewellOverOneRecipientIsNoAnswerForTheNext(String reply) {
    try (var server = troubled("busy.example.org", Answer.replyThenDrop(reply));
        var rig = rig(server)) {
      SendResult[] results = send(rig, "a@busy.example.org", "b@example.com", "c@example.com");
      assertThat(results[0].failure().cause()).isEqualTo(Cause.RECIPIENT_REFUSED);
      assertThat(results[0].failure().server()).isFalse();
      assertThat(results[1].sent()).isTrue();
      assertThat(results[2].sent()).isTrue();
    }
  }

  @Test
  void aClockThatIsSetBackMakesNobodyWaitForIt() {
    MovableClock clock = new MovableClock();
    TroubledDomains domains = new TroubledDomains(clock);
    domains.answered("kim@example.com");
    domains.lost("a@slow.example.org");
    domains.lost("b@slow.example.org");
    assertThat(domains.wait("c@slow.example.org")).isEqualTo(Duration.ofSeconds(30));

    clock.move(Duration.ofHours(-1));

    assertThat(domains.wait("c@slow.example.org")).isZero();
  }

  @Test
  void whoeverBreaksOverAResultLeavesNoConnectionCounted() {
    try (var server = server().on("MAIL", Answer.replyThenDrop("421 4.3.2 shutting down"));
        var rig = rig(server)) {
      List<OutgoingMessage> messages =
          List.of(Rig.message("a@example.com"), Rig.message("b@example.com"));
      assertThatThrownBy(
              () ->
                  rig.transport.send(
                      messages.iterator(),
                      result -> {
                        throw new IllegalStateException();
                      },
                      mine -> true))
          .isInstanceOf(IllegalStateException.class);
      server.behave().on("CONNECT", Answer.drop());
      assertThatThrownBy(
              () ->
                  rig.transport.send(
                      messages.iterator(),
                      result -> {
                        throw new IllegalStateException();
                      },
                      mine -> true))
          .isInstanceOf(IllegalStateException.class);
      assertThat(rig.open()).isZero();
      server.behave();
      assertThat(rig.send("a@example.com").sent()).isTrue();
    }
  }
}
