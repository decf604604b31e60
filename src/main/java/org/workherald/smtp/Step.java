package org.workherald.smtp;

/** The steps of a dialogue with a mail server, in their order. */
enum Step {
  RESOLVE("looking up its address"),
  CONNECT("connecting"),
  GREETING("its greeting"),
  EHLO("its answer to EHLO"),
  STARTTLS("its answer to STARTTLS"),
  HANDSHAKE("the TLS handshake"),
  AUTH("the login"),
  RSET("its answer to RSET"),
  MAIL("its answer to the sender"),
  RCPT("its answer to the recipient"),
  DATA("its answer to DATA"),
  BODY("its answer to the message"),
  QUIT("its answer to QUIT");

  private final String words;

  Step(String words) {
    this.words = words;
  }

  /** As part of a sentence about the server. */
  String words() {
    return words;
  }

  /** Whether a message is concerned, and not the connection alone. */
  boolean ofMessage() {
    return this == MAIL || this == RCPT || this == DATA || this == BODY;
  }
}
