package org.workherald.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.workherald.outbox.Attempt.Outcome;
import org.workherald.outbox.Lease.LeasedEntry;
import org.workherald.outbox.Settlement;
import org.workherald.smtp.Cause;
import org.workherald.smtp.OutgoingMessage;
import org.workherald.smtp.SendResult;
import org.workherald.smtp.SmtpFailure;
import org.workherald.smtp.SmtpFailure.Kind;
import org.workherald.smtp.Transcript;
import org.workherald.smtp.Transcript.Line;

class RoundTest {

  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

  private final List<Settlement> settled = new ArrayList<>();
  private final Verdict verdict =
      new Verdict(new RetryPolicy(Config.defaults()), Clock.fixed(NOW, ZoneOffset.UTC));
  private LeasedEntry unwanted;
  private final List<LeasedEntry> entries = Stream.generate(RoundTest::entry).limit(4).toList();

  @Test
  void settlesEachByItsResult() {
    Round round = round(RoundTest::message, 10);
    round.accept(result(round.next(), null));
    round.accept(result(round.next(), failure(Kind.REJECTED, Cause.RECIPIENT_REFUSED, false)));
    round.accept(result(round.next(), failure(Kind.TRANSIENT, Cause.THROTTLED, false)));
    round.finish(Optional.empty());
    assertThat(settled)
        .extracting(s -> s.getClass().getSimpleName())
        .containsExactly("Sent", "Failed", "Retry", "Released");
    assertThat(round.serverFailure()).isEmpty();
    assertThat(round.sent()).isTrue();
  }

  @Test
  void aFailureOfTheServerCostsOneEntryItsAttemptAtMost() {
    Round round = round(RoundTest::message, 10);
    SmtpFailure refused = failure(Kind.TRANSIENT, Cause.REFUSED, true);
    OutgoingMessage first = round.next();
    OutgoingMessage second = round.next();
    round.accept(result(first, refused));
    round.accept(result(second, refused));
    round.finish(Optional.empty());
    assertThat(settled)
        .extracting(s -> s.getClass().getSimpleName())
        .containsExactly("Retry", "Released", "Released", "Released");
    assertThat(settled.subList(1, 4)).extracting(Settlement::attempt).containsOnlyNulls();
    assertThat(round.serverFailure()).contains(refused);
  }

  @Test
  void aServerThatIsAwayCostsNobodyATry() {
    Round round = round(RoundTest::message, 10);
    SmtpFailure refused = failure(Kind.TRANSIENT, Cause.REFUSED, true);
    OutgoingMessage first = round.next();
    round.accept(
        new SendResult(first.id(), NOW, refused, null, "localhost:25", null, 1, false, null));
    round.finish(Optional.empty());
    assertThat(settled).hasSize(4).allMatch(Settlement.Released.class::isInstance);
    assertThat(settled.get(0).attempt().outcome()).isEqualTo(Outcome.TRANSIENT);
    assertThat(round.serverFailure()).contains(refused);
  }

  @Test
  void aMisconfigurationCostsNobodyATry() {
    Round round = round(RoundTest::message, 10);
    round.accept(result(round.next(), failure(Kind.MISCONFIGURED, Cause.UNTRUSTED_ISSUER, true)));
    round.finish(Optional.empty());
    assertThat(settled)
        .extracting(s -> s.getClass().getSimpleName())
        .containsExactly("PutLast", "Released", "Released", "Released");
    assertThat(settled.get(0).attempt().cause()).isEqualTo("untrusted-issuer");
  }

  @Test
  void anEntryThatCannotBeComposedFailsAlone() {
    UUID poison = entries.get(0).id();
    Round round =
        round(
            entry -> {
              if (entry.id().equals(poison)) {
                throw new IllegalArgumentException("secret words");
              }
              return message(entry);
            },
            10);
    round.accept(result(round.next(), null));
    assertThat(settled.get(0)).isInstanceOf(Settlement.Failed.class);
    assertThat(settled.get(0).entry()).isEqualTo(poison);
    assertThat(settled.get(0).toString()).doesNotContain("secret words");
    assertThat(settled.get(1)).isInstanceOf(Settlement.Sent.class);
  }

  @Test
  void anErrorInComposingCostsThatEntryAlone() {
    List<Error> errors = List.of(new StackOverflowError(), new OutOfMemoryError());
    Round round =
        round(
            entry -> {
              int place = entries.indexOf(entry);
              if (place < errors.size()) {
                throw errors.get(place);
              }
              return message(entry);
            },
            10);
    round.accept(result(round.next(), null));
    round.accept(result(round.next(), null));
    round.finish(Optional.empty());
    assertThat(settled)
        .extracting(s -> s.getClass().getSimpleName())
        .containsExactly("Failed", "Retry", "Sent", "Sent");
    assertThat(settled.get(0).attempt().detail()).contains("StackOverflowError");
    assertThat(settled).extracting(Settlement::entry).doesNotHaveDuplicates();
  }

  @Test
  void whatBreaksWhileAnEntryIsLookedAtLosesNone() {
    Round round =
        new Round(
            entries,
            entry -> {
              throw new IllegalStateException("the question broke");
            },
            RoundTest::message,
            verdict,
            settled::add,
            () -> true);
    assertThatThrownBy(round::hasNext).isInstanceOf(IllegalStateException.class);
    round.finish(Optional.of(new IllegalStateException()));
    assertThat(settled).hasSize(4).allMatch(Settlement.Released.class::isInstance);
  }

  @Test
  void aMailThatWasTakenIsSentWhateverBreaksInTellingOfIt() {
    Round round = round(RoundTest::message, 10);
    for (Throwable problem : List.of(new IllegalStateException(), new LinkageError())) {
      round.accept(said(round.next(), null, problem));
      round.accept(said(round.next(), failure(Kind.TRANSIENT, Cause.THROTTLED, false), problem));
    }
    round.finish(Optional.empty());
    assertThat(settled)
        .extracting(s -> s.getClass().getSimpleName())
        .containsExactly("Sent", "Retry", "Sent", "Retry");
    assertThat(settled.subList(0, 2))
        .extracting(Settlement::attempt)
        .allSatisfy(attempt -> assertThat(attempt.transcript()).isNull());
    assertThat(settled.get(2).attempt()).isNull();
  }

  @Test
  void stopsBetweenTwoMessagesWhenToldTo() {
    Round round = round(RoundTest::message, 2);
    round.accept(result(round.next(), null));
    round.accept(result(round.next(), null));
    assertThat(round.hasNext()).isFalse();
    round.finish(Optional.empty());
    assertThat(settled)
        .extracting(s -> s.getClass().getSimpleName())
        .containsExactly("Sent", "Sent", "Released", "Released");
  }

  @Test
  void whatWasUnderWayWhenTheTransportBrokeIsTriedAgain() {
    Round round = round(RoundTest::message, 10);
    round.next();
    round.finish(Optional.of(new IllegalStateException()));
    assertThat(settled)
        .extracting(s -> s.getClass().getSimpleName())
        .containsExactly("Retry", "Released", "Released", "Released");
  }

  @Test
  void anEntryCancelledMeanwhileIsNotSent() {
    unwanted = entries.get(1);
    Round round = round(RoundTest::message, 10);
    List<UUID> sent = new ArrayList<>();
    while (round.hasNext()) {
      OutgoingMessage message = round.next();
      sent.add(message.id());
      round.accept(result(message, null));
    }
    assertThat(sent).hasSize(3).doesNotContain(unwanted.id());
    assertThat(settled).filteredOn(Settlement.Released.class::isInstance).hasSize(1);
  }

  private Round round(Function<LeasedEntry, OutgoingMessage> composer, int most) {
    AtomicInteger asked = new AtomicInteger();
    return new Round(
        entries,
        entry -> !entry.equals(unwanted),
        composer,
        verdict,
        settled::add,
        () -> asked.getAndIncrement() < most);
  }

  private static LeasedEntry entry() {
    return new LeasedEntry(
        UUID.randomUUID(), UUID.randomUUID(), "kim@example.com", "{}", 0, null, NOW, null);
  }

  private static OutgoingMessage message(LeasedEntry entry) {
    return new OutgoingMessage(entry.id(), "from@example.com", entry.recipient(), new byte[0]);
  }

  private static SendResult result(OutgoingMessage message, SmtpFailure failure) {
    return new SendResult(
        message.id(), NOW, failure, "250 ok", "localhost:25", "TLSv1.3 X", 1, true, null);
  }

  /** With a transcript that cannot be written. */
  private static SendResult said(OutgoingMessage message, SmtpFailure failure, Throwable problem) {
    List<Line> unreadable =
        new AbstractList<>() {
          @Override
          public Line get(int index) {
            if (problem instanceof Error e) {
              throw e;
            }
            throw (RuntimeException) problem;
          }

          @Override
          public int size() {
            return 1;
          }
        };
    Transcript transcript = new Transcript(unreadable);
    return new SendResult(
        message.id(), NOW, failure, "250 ok", "localhost:25", null, 1, true, transcript);
  }

  private static SmtpFailure failure(Kind kind, Cause cause, boolean server) {
    return new SmtpFailure(kind, cause, "why", "reply", server, null);
  }
}
