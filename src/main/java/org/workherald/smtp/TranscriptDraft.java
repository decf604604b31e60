package org.workherald.smtp;

import java.util.ArrayList;
import java.util.List;
import org.workherald.http.Printable;
import org.workherald.smtp.DialogueLog.Remark;
import org.workherald.smtp.Transcript.From;
import org.workherald.smtp.Transcript.Line;

/**
 * Makes a transcript of what was said: printable, without the secret wherever the server repeats
 * it, and never longer than 16 KiB, however much the server says. How the connection was opened and
 * what was said about the message have a share of that each, so that neither crowds out the other.
 */
final class TranscriptDraft {

  /** A line that says why a message failed may be longer. */
  private static final int LONGEST_LINE = 500;

  private static final int LONGEST_NOTE = 1_000;
  private static final int LONGEST_REPLY = 3_000;
  private static final int LONGEST_PART = 6_500;

  /** What a line takes beside its text. */
  private static final int FRAME = 40;

  private final Redaction secret;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param secret or {@code null}
   */
  TranscriptDraft(SmtpSettings.Login secret) {
    this.secret = secret == null ? null : new Redaction(secret);
  }

  /** Adds a part, as far as it fits. */
  void add(List<Remark> remarks) {
    int room = LONGEST_PART;
    for (Remark remark : remarks) {
      int before = room;
      List<String> words = words(remark);
      for (int i = 0; i < words.size(); i++) {
        String text = text(remark, words, i);
        int size = text.length() + FRAME;
        if (size > room) {
          note(remark, "More was said here than is kept.");
          return;
        }
        if (before - room + size > LONGEST_REPLY) {
          note(remark, "(%d more lines)".formatted(words.size() - i));
          break;
        }
        room -= size;
        lines.add(new Line(remark.millis(), remark.from(), text));
      }
    }
  }

  private void note(Remark at, String text) {
    lines.add(new Line(at.millis(), From.NOTE, text));
  }

  private List<String> words(Remark remark) {
    boolean ours = remark.from() == From.CLIENT;
    return secret == null || ours ? remark.lines() : secret.of(remark.lines());
  }

  private static String text(Remark remark, List<String> words, int index) {
    String text = words.get(index);
    if (remark.code() > 0) {
      boolean last = index == words.size() - 1;
      text = remark.code() + (!last ? "-" : text.isEmpty() ? "" : " ") + text;
    }
    return Printable.of(text, remark.from() == From.NOTE ? LONGEST_NOTE : LONGEST_LINE);
  }

  Transcript transcript() {
    return new Transcript(List.copyOf(lines));
  }
}
