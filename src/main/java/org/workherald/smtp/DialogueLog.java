package org.workherald.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.workherald.smtp.SmtpExamination.ChainLink;
import org.workherald.smtp.Transcript.From;
import org.workherald.trust.ServerVerifier;

/**
 * What is said over one connection, for as long as somebody may want to know: how it was opened,
 * and what is said about each message that is not settled yet. Envelopes and replies of several
 * messages are under way at a time; whoever speaks or listens says which one it is about.
 *
 * <p>Words are kept as they came and made fit to be shown only when a transcript is asked for,
 * which is seldom. Credentials are not kept at all.
 */
final class DialogueLog {

  /** Keeps nothing, and costs nothing. */
  static final DialogueLog NONE = new DialogueLog(null, null, false);

  private static final int MOST_ADDRESSES = 8;
  private static final String WITHHELD = "[not shown]";
  private static final String CREDENTIALS = "[credentials]";

  private final SmtpSettings.Login secret;
  private final Clock clock;
  private final boolean sentToo;
  private final long began;
  private final List<Remark> opening = new ArrayList<>();
  private final Map<UUID, List<Remark>> messages = new HashMap<>();
  private List<Remark> current = opening;
  private boolean secured;
  private long latest;
  private int count;

  /**
   * Something said, or that happened.
   *
   * @param code of a reply, or 0
   */
  record Remark(long millis, From from, int code, List<String> lines) {}

  /**
   * @param secret what the server may repeat and nobody must read, or {@code null}
   * @param sentToo whether transcripts are made of messages that were sent, too
   */
  DialogueLog(SmtpSettings.Login secret, Clock clock, boolean sentToo) {
    this.secret = secret;
    this.clock = clock;
    this.sentToo = sentToo;
    this.began = clock == null ? 0 : clock.millis();
  }

  void resolved(String host, InetAddress[] found) {
    if (clock != null) {
      note(
          "%s has the address %s."
              .formatted(
                  host,
                  Arrays.stream(found)
                      .limit(MOST_ADDRESSES)
                      .map(InetAddress::getHostAddress)
                      .collect(Collectors.joining(", "))));
    }
  }

  void connected(InetAddress address, int port) {
    if (clock != null) {
      note("Connected to %s, port %d.".formatted(address.getHostAddress(), port));
    }
  }

  /** Another address may follow. */
  void unreachable(InetAddress address, int port, IOException why) {
    if (clock != null) {
      note(
          "No connection to %s, port %d: %s."
              .formatted(address.getHostAddress(), port, why.getMessage()));
    }
  }

  /**
   * The TLS handshake is over, well or not.
   *
   * @param verifier has seen what there was to see
   */
  void handshake(ServerVerifier verifier, boolean well) {
    if (clock == null) {
      return;
    }
    secured = well;
    verifier
        .negotiated()
        .ifPresent(seen -> note("TLS: " + seen.protocol() + " " + seen.cipher() + "."));
    if (!verifier.presented().isEmpty()) {
      note(certificate(verifier.presented().get(0), well));
    }
  }

  private static String certificate(X509Certificate own, boolean well) {
    ChainLink shown = ChainLink.of(own);
    return "Certificate of %s, issued by %s, valid until %s, SHA-256 %s: %s."
        .formatted(
            shown.subject(),
            shown.issuer(),
            shown.notAfter(),
            shown.fingerprint(),
            well ? "verified" : "not accepted");
  }

  /** What is said from here on is about this message. */
  void about(UUID message) {
    if (clock != null) {
      current = messages.get(message);
      if (current == null) {
        current = new ArrayList<>(8);
        messages.put(message, current);
        count++;
        note("Mail no. " + count + " over this connection.");
      }
    }
  }

  /** A command of ours. */
  void said(Step step, String command) {
    if (clock != null) {
      add(From.CLIENT, 0, List.of(step == Step.AUTH ? withoutCredentials(command) : command));
    }
  }

  private static String withoutCredentials(String command) {
    if (!command.startsWith("AUTH ")) {
      return CREDENTIALS;
    }
    String[] words = command.split(" ", 3);
    return "AUTH " + words[1] + (words.length > 2 ? " " + CREDENTIALS : "");
  }

  /** The message itself is on its way. */
  void sentContent(long size) {
    if (clock != null) {
      add(From.CLIENT, 0, List.of(String.format(Locale.ROOT, "(message: %,d bytes)", size)));
    }
  }

  void heard(Step step, SmtpReply reply) {
    if (clock != null) {
      add(From.SERVER, reply.code(), withheld(step, reply) ? List.of(WITHHELD) : reply.lines());
    }
  }

  /** Challenges, and what is not a mail server's: see {@link Greeting}. */
  private boolean withheld(Step step, SmtpReply reply) {
    return switch (step) {
      case AUTH -> reply.code() == 334;
      case GREETING -> !Greeting.ofMailServer(reply) && !reply.negative();
      case EHLO -> !secured && reply.code() / 100 == 5;
      default -> false;
    };
  }

  private void note(String text) {
    add(From.NOTE, 0, List.of(text));
  }

  private void add(From from, int code, List<String> lines) {
    current.add(new Remark(millis(), from, code, lines));
  }

  private long millis() {
    latest = Math.max(latest, clock.millis() - began);
    return latest;
  }

  /**
   * A message is settled: nothing more is kept of it here.
   *
   * @param failure {@code null} when it was sent
   * @return {@code null} when no transcripts are made
   */
  Transcript of(UUID message, SmtpFailure failure) {
    if (clock == null) {
      return null;
    }
    List<Remark> own = messages.remove(message);
    if (failure == null && !sentToo) {
      return Transcript.NONE;
    }
    TranscriptDraft draft = new TranscriptDraft(secret);
    draft.add(opening);
    if (own != null) {
      draft.add(own);
    }
    if (failure != null) {
      draft.add(List.of(new Remark(millis(), From.NOTE, 0, List.of(failure.detail()))));
    }
    return draft.transcript();
  }
}
