package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.workherald.settings.Secret;

class SendBatchTest {

  private static final SmtpReply TAKEN = new SmtpReply(250, List.of("2.0.0 taken"));

  private final Clock clock = Clock.systemUTC();
  private final List<SendResult> results = new ArrayList<>();

  @Test
  void aMailThatWasTakenIsSentEvenIfItCannotBeToldWhatWasSaid() throws SmtpException {
    OutgoingMessage message = Rig.message("kim@example.com");
    // What is to be struck out is not there.
    DialogueLog log = new DialogueLog(new SmtpSettings.Login("kim", (Secret) null), clock, true);
    SmtpSession session =
        new SmtpSession(
            null,
            new Endpoint("mail.example.com", 587, TlsMode.STARTTLS),
            SessionConfigs.with(),
            null,
            log,
            clock);
    SendBatch batch =
        new SendBatch(
            List.of(message).iterator(),
            results::add,
            id -> true,
            new TroubledDomains(clock),
            clock);
    Envelope envelope = batch.next(session).orElseThrow();
    log.about(message.id());
    log.heard(Step.BODY, TAKEN);

    batch.sent(envelope, TAKEN, session);

    assertThat(results)
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.sent()).isTrue();
              assertThat(result.reply()).isEqualTo("250 2.0.0 taken");
              assertThat(result.transcript()).isNull();
            });
  }
}
