package org.workherald.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.workherald.smtp.SmtpFailure.Kind;

/** No server makes us wait longer than we said, wherever it stops and however it goes about it. */
@Timeout(60)
class StallTest {

  private static final String[] IMPATIENT = {
    "timeouts.greeting", "700ms",
    "timeouts.handshake", "700ms",
    "timeouts.command", "700ms",
    "timeouts.accept", "700ms",
    "timeouts.block", "700ms",
    "timeouts.quit", "700ms"
  };

  private static final Duration TICK = Duration.ofMillis(5);

  private static ScriptedSmtpServer server(TlsMode mode) {
    return (mode == TlsMode.STARTTLS
            ? ScriptedSmtpServer.starttls(Rig.LEAF)
            : ScriptedSmtpServer.implicit(Rig.LEAF))
        .login("kim", "correct horse");
  }

  /** Where the server stops, and what it does there. */
  private static Map<String, Consumer<ScriptedSmtpServer>> stalls() {
    Map<String, Consumer<ScriptedSmtpServer>> stalls = new LinkedHashMap<>();
    for (String step : List.of("CONNECT", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA")) {
      stalls.put(step, s -> s.on(step, Answer.stall()));
      stalls.put(step + " by drips", s -> s.on(step, Answer.drip("250-x\r\n", TICK)));
      stalls.put(step + " in a line", s -> s.on(step, Answer.raw("250 x").andThenStall()));
    }
    stalls.put("EHLO under TLS", s -> s.on("EHLO", ScriptedSmtpSession::secure, Answer.stall()));
    stalls.put("the handshake", s -> s.on("TLS", Answer.stall()));
    Answer drips = Answer.drip("\26\3\3\77\1", TICK);
    stalls.put(
        "the handshake by drips", s -> s.on("TLS", session -> afterOurHello(session, drips)));
    for (double share : new double[] {0.002, 0.1, 0.5, 0.999}) {
      stalls.put("the handshake at " + share, s -> s.on("TLS", session -> flight(session, share)));
    }
    return stalls;
  }

  private static int afterOurHello(ScriptedSmtpSession session, Answer answer) throws IOException {
    session.awaitClient();
    return answer.give(session);
  }

  /** The first part of what a sound server sends in answer to our first TLS message. */
  private static int flight(ScriptedSmtpSession session, double share) throws IOException {
    SSLEngine engine = session.server.tls.createSSLEngine();
    engine.setUseClientMode(false);
    ByteBuffer in = ByteBuffer.allocate(1 << 16);
    ByteBuffer out = ByteBuffer.allocate(1 << 16);
    ByteBuffer none = ByteBuffer.allocate(1 << 16);
    session.awaitClient();
    while (session.unread() > 0) {
      in.put((byte) session.readByte());
    }
    engine.unwrap(in.flip(), none);
    for (Runnable task; (task = engine.getDelegatedTask()) != null; ) {
      task.run();
    }
    while (engine.wrap(none.flip(), out).bytesProduced() > 0) {
      none.clear();
    }
    byte[] bytes = new byte[Math.max(1, (int) (out.flip().remaining() * share))];
    out.get(bytes);
    session.writeBytes(bytes);
    session.flush();
    session.untilClientLeaves();
    return 0;
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsMode.class,
      names = {"STARTTLS", "IMPLICIT"})
  void aServerThatStallsIsCutOff(TlsMode mode) {
    Map<String, CompletableFuture<Void>> meetings = new LinkedHashMap<>();
    ExecutorService together = Executors.newCachedThreadPool();
    stalls()
        .forEach(
            (where, stall) -> {
              if (mode == TlsMode.STARTTLS || !where.startsWith("STARTTLS")) {
                meetings.put(
                    where, CompletableFuture.runAsync(() -> meet(mode, where, stall), together));
              }
            });
    meetings.forEach(
        (where, meeting) -> assertThat(meeting).as(where).succeedsWithin(Duration.ofSeconds(40)));
    together.shutdown();
  }

  private static void meet(TlsMode mode, String where, Consumer<ScriptedSmtpServer> stall) {
    try (var server = server(mode);
        var rig = new Rig(server, mode, IMPATIENT)) {
      stall.accept(server);
      SendResult result = rig.send("a@example.com");
      assertThat(result.failure().cause()).as(where).isEqualTo(Cause.TIMEOUT);
      assertThat(result.failure().kind()).as(where).isEqualTo(Kind.TRANSIENT);
      // Over a recipient, it may be the recipient's own server that is asked.
      assertThat(result.failure().server()).as(where).isEqualTo(!where.startsWith("RCPT"));
      assertThat(server.mails()).as(where).isEmpty();
      assertThat(rig.open()).as(where).isZero();
      Awaitility.await(where)
          .until(() -> server.sessions().stream().allMatch(ScriptedSmtpSession::ended));
    }
  }

  @Test
  void afterTheDotTheOutcomeIsUnknown() {
    List<Answer> stalls = List.of(Answer.stall(), Answer.drip("250-x\r\n", TICK));
    for (Answer stall : stalls) {
      try (var server = server(TlsMode.STARTTLS).on("BODY", stall);
          var rig = new Rig(server, TlsMode.STARTTLS, IMPATIENT)) {
        List<SendResult> results =
            rig.send(Rig.message("a@example.com"), Rig.message("b@example.com"));
        assertThat(results.get(0).failure().kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(results.get(0).failure().server()).isFalse();
        assertThat(results.get(0).failure().detail()).contains("same Message-ID");
        assertThat(results.get(1).failure().cause()).isEqualTo(Cause.TIMEOUT);
        assertThat(results.get(1).failure().server()).isTrue();
        assertThat(rig.open()).isZero();
      }
    }
  }

  @Test
  void atRsetItCostsTheConnectionOnly() {
    try (var server = server(TlsMode.STARTTLS);
        var rig = new Rig(server, TlsMode.STARTTLS, "timeouts.connect", "700ms")) {
      rig.send("a@example.com");
      server.once("RSET", Answer.stall());
      assertThat(rig.send("b@example.com").sent()).isTrue();
      assertThat(server.sessions()).hasSize(2);
      assertThat(rig.open()).isEqualTo(1);
    }
  }

  @Test
  void atQuitItCostsNothing() {
    try (var server = server(TlsMode.STARTTLS);
        var rig = new Rig(server, TlsMode.STARTTLS, "timeouts.quit", "300ms")) {
      server.on("QUIT", Answer.stall());
      assertThat(rig.transport.probe()).isEmpty();
      assertThat(rig.open()).isZero();
    }
  }

  @Test
  void aServerThatStopsReadingIsCutOff() {
    Answer deaf =
        session -> {
          session.write("354 go\r\n");
          session.flush();
          session.awaitDrop();
          return 0;
        };
    try (var server = server(TlsMode.STARTTLS).on("DATA", deaf);
        var rig =
            new Rig(
                server, TlsMode.STARTTLS, "timeouts.block", "300ms", "timeouts.accept", "300ms")) {
      OutgoingMessage big = Rig.message("a@example.com", ("x".repeat(70) + "\r\n").repeat(300_000));
      SendResult result = rig.send(big).get(0);
      assertThat(result.failure().detail()).contains("same Message-ID");
      assertThat(rig.open()).isZero();
    }
  }
}
