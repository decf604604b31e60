package org.workherald.smtp;

import java.time.Clock;

/** Of which messages a {@link Transcript} is made. */
public enum Transcripts {
  OFF,
  /** Of those that were not sent. */
  FAILED,
  ALL;

  /** For a connection that is about to be opened with this login, or {@code null}. */
  DialogueLog log(SmtpSettings.Login login, Clock clock) {
    return this == OFF ? DialogueLog.NONE : new DialogueLog(login, clock, this == ALL);
  }
}
