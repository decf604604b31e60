package org.workherald.smtp;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/** The steps on the way of a mail as they are told to people. */
public enum ExaminedStep {
  RESOLVE,
  CONNECT,
  GREETING,
  STARTTLS,
  CERTIFICATE,
  HOSTNAME,
  AUTHENTICATE,
  SENDER,
  RECIPIENT,
  MESSAGE;

  /** The word in the HTTP contract. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In the order in which they happen: with implicit TLS, that comes before the greeting. */
  static List<ExaminedStep> inOrder(TlsMode mode) {
    return switch (mode) {
      case STARTTLS -> List.of(values());
      case IMPLICIT ->
          List.of(
              RESOLVE,
              CONNECT,
              CERTIFICATE,
              HOSTNAME,
              GREETING,
              AUTHENTICATE,
              SENDER,
              RECIPIENT,
              MESSAGE);
      case NONE -> List.of(RESOLVE, CONNECT, GREETING, AUTHENTICATE, SENDER, RECIPIENT, MESSAGE);
    };
  }
}
