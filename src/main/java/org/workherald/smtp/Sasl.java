package org.workherald.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Login by name and password (RFC 4954), over a connection that is protected already. The mechanism
 * is chosen once: a refusal is not tried again another way.
 */
final class Sasl {

  /** A longer command is not safe with every server (RFC 5321, 4.5.3.1.4). */
  private static final int LONGEST_COMMAND = 500;

  private final SmtpSession session;

  Sasl(SmtpSession session) {
    this.session = session;
  }

  /** The way to log in that is chosen among those offered. */
  static Optional<String> mechanism(Set<String> offered) {
    return Stream.of("PLAIN", "LOGIN").filter(offered::contains).findFirst();
  }

  void login(SmtpSettings.Login login) throws SmtpException {
    Set<String> offered = session.capabilities().mechanisms();
    String password = login.password().value();
    if (login.username().indexOf('\0') >= 0 || password.indexOf('\0') >= 0) {
      throw new SmtpException(Step.AUTH, Faults.unusableLogin());
    }
    String mechanism =
        mechanism(offered)
            .orElseThrow(() -> new SmtpException(Step.AUTH, Faults.authNotOffered(offered)));
    SmtpReply reply;
    if (mechanism.equals("PLAIN")) {
      reply = plain(login.plain());
    } else {
      reply = ask("AUTH LOGIN");
      reply = reply.code() == 334 ? ask(base64(login.username())) : reply;
      reply = reply.code() == 334 ? ask(base64(password)) : reply;
    }
    if (reply.code() != 235) {
      throw new SmtpException(Step.AUTH, session.failure(Step.AUTH, reply));
    }
  }

  private SmtpReply plain(String response) throws SmtpException {
    if (response.length() <= LONGEST_COMMAND) {
      return ask("AUTH PLAIN " + response);
    }
    SmtpReply reply = ask("AUTH PLAIN");
    return reply.code() == 334 ? ask(response) : reply;
  }

  private SmtpReply ask(String line) throws SmtpException {
    return session.ask(Step.AUTH, line);
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
