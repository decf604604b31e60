package org.workherald.smtp;

import org.workherald.settings.Secret;

/**
 * The mail server and how to use it, checked.
 *
 * @param from the envelope sender and the address in {@code From}
 * @param fromName the display name in {@code From}, or {@code null}
 * @param replyTo or {@code null}
 * @param login or {@code null} when the server wants none
 * @param connections how many at a time
 * @param messagesPerMinute 0 when there is no limit
 */
public record SmtpSettings(
    String host,
    int port,
    TlsMode tls,
    String from,
    String fromName,
    String replyTo,
    Login login,
    int connections,
    int messagesPerMinute) {

  /** SASL credentials. */
  public record Login(String username, Secret password) {}

  /** {@code host:port}, as attempts and health show it. */
  public String server() {
    return host + ":" + port;
  }
}
