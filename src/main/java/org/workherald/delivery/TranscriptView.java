package org.workherald.delivery;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.workherald.outbox.Attempt;
import org.workherald.smtp.Transcript;
import org.workherald.smtp.Transcript.Line;

/** What was said at the last attempt to deliver a mail, as shown. */
@Schema(
    name = "Transcript",
    description = "What was said at the last attempt; without credentials and content")
public record TranscriptView(
    @Schema(description = "Of the attempt") Instant at,
    @Schema(enumeration = {"sent", "transient", "rejected", "misconfigured"}) String outcome,
    @Schema(examples = "smtp.example.com:587") String server,
    @Schema(
            description =
                "How the connection was opened, which several mails may share, and then what was"
                    + " said about this mail")
        List<Line> lines) {

  static final String EXAMPLE =
      """
      {
        "at": "2026-11-23T09:00:01Z",
        "outcome": "rejected",
        "server": "smtp.example.com:587",
        "lines": [
          { "millis": 2, "from": "note", "text": "smtp.example.com has the address 192.0.2.25." },
          { "millis": 9, "from": "note", "text": "Connected to 192.0.2.25, port 587." },
          { "millis": 17, "from": "server", "text": "220 smtp.example.com ESMTP" },
          { "millis": 17, "from": "client", "text": "EHLO [192.0.2.80]" },
          { "millis": 25, "from": "server", "text": "250-smtp.example.com" },
          { "millis": 25, "from": "server", "text": "250 STARTTLS" },
          { "millis": 93, "from": "note", "text": "Mail no. 1 over this connection." },
          { "millis": 93, "from": "client", "text": "RCPT TO:<kim@example.com>" },
          { "millis": 104, "from": "server", "text": "550 5.1.1 No such user" }
        ]
      }""";

  static TranscriptView of(Attempt attempt, Transcript transcript) {
    return new TranscriptView(
        attempt.at(), attempt.outcome().word(), attempt.server(), transcript.lines());
  }

  /** For people. */
  String text() {
    String head = "%s  %s  %s%n%n".formatted(at, server, outcome);
    return lines.stream().map(TranscriptView::text).collect(Collectors.joining("", head, ""));
  }

  private static String text(Line line) {
    String who =
        switch (line.from()) {
          case CLIENT -> "C:";
          case SERVER -> "S:";
          case NOTE -> "--";
        };
    return "%8d  %s %s%n".formatted(line.millis(), who, line.text());
  }
}
