package org.workherald.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.workherald.address.AddrSpec;
import org.workherald.http.OneLine;
import org.workherald.settings.Secret;
import org.workherald.smtp.InvalidSettings.Fault;

/**
 * The mail server and how to use it, checked.
 *
 * @param endpoint where it is
 * @param from the envelope sender and the address in {@code From}
 * @param fromName the display name in {@code From}, or {@code null}
 * @param replyTo or {@code null}
 * @param login or {@code null} when the server wants none
 * @param connections how many at a time
 * @param messagesPerMinute 0 when there is no limit
 */
public record SmtpSettings(
    Endpoint endpoint,
    String from,
    String fromName,
    String replyTo,
    Login login,
    int connections,
    int messagesPerMinute) {

  static final int MOST_CONNECTIONS = 100;
  static final int MOST_MESSAGES_PER_MINUTE = 100_000;

  /** SASL credentials. */
  public record Login(String username, Secret password) {

    /** The response of SASL PLAIN (RFC 4616), as it goes over the wire. */
    String plain() {
      return Sasl.base64('\0' + username + '\0' + password.value());
    }
  }

  /**
   * @throws InvalidSettings with everything that is wrong
   */
  public SmtpSettings {
    Objects.requireNonNull(endpoint);
    InvalidSettings.throwIfAny(faults(from, fromName, replyTo, connections, messagesPerMinute));
  }

  /** What is wrong with all that is neither the server nor the login. */
  static List<Fault> faults(
      String from, String fromName, String replyTo, int connections, int messagesPerMinute) {
    List<Fault> faults = new ArrayList<>();
    if (!AddrSpec.isValid(from)) {
      faults.add(
          new Fault(
              "from",
              "must be a mail address such as workflow@example.com, for mail servers refuse anything"
                  + " else; a name such as WorkflowEngine goes into fromName"));
    }
    if (fromName != null && !fromName.matches(OneLine.PATTERN)) {
      faults.add(new Fault("fromName", "must be one line without control characters"));
    }
    if (replyTo != null && !AddrSpec.isValid(replyTo)) {
      faults.add(new Fault("replyTo", "must be a mail address such as help@example.com"));
    }
    if (connections < 1 || connections > MOST_CONNECTIONS) {
      faults.add(new Fault("connections", "must be from 1 to " + MOST_CONNECTIONS));
    }
    if (messagesPerMinute < 0 || messagesPerMinute > MOST_MESSAGES_PER_MINUTE) {
      faults.add(
          new Fault(
              "messagesPerMinute",
              "must be from 0, which is no limit, to " + MOST_MESSAGES_PER_MINUTE));
    }
    return faults;
  }

  /** {@code host:port}, as attempts and health show it. */
  public String server() {
    return endpoint.server();
  }

  /** What counts, in short, without the password. */
  String inWords() {
    return "tls %s, from %s, auth %s"
        .formatted(
            endpoint.tls().word(),
            from,
            login == null ? "none" : "password as " + login.username());
  }
}
