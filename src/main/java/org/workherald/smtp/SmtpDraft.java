package org.workherald.smtp;

import java.util.ArrayList;
import java.util.List;
import org.workherald.settings.Secret;
import org.workherald.smtp.InvalidSettings.Fault;

/**
 * SMTP settings as somebody wrote them down, over HTTP or in the deployment: everything may be
 * {@code null}, and defaults are yet to be filled in.
 */
record SmtpDraft(
    String host,
    Integer port,
    String tls,
    String from,
    String fromName,
    String replyTo,
    String auth,
    String username,
    Secret password,
    Integer connections,
    Integer messagesPerMinute) {

  static final int CONNECTIONS = 3;

  /**
   * No limit of ours: only some providers have one, and it would slow down everybody else's mail.
   */
  static final int MESSAGES_PER_MINUTE = 0;

  /**
   * @throws InvalidSettings with everything that is wrong
   */
  SmtpSettings settings() {
    List<Fault> faults = new ArrayList<>();
    Endpoint endpoint = InvalidSettings.gather(faults, place()::endpoint);
    SmtpSettings.Login login = login(faults);
    int most = connections == null ? CONNECTIONS : connections;
    int perMinute = messagesPerMinute == null ? MESSAGES_PER_MINUTE : messagesPerMinute;
    faults.addAll(SmtpSettings.faults(from, fromName, replyTo, most, perMinute));
    InvalidSettings.throwIfAny(faults);
    return new SmtpSettings(endpoint, from, fromName, replyTo, login, most, perMinute);
  }

  /**
   * Whether this wants to log in to the same server as the same user: then the password may be
   * kept. Anything else would hand it over to a server, or a user, that it was not meant for.
   */
  boolean isSameAccount(SmtpSettings other) {
    return "password".equals(way())
        && other.login() != null
        && place().isSameServer(other.endpoint())
        && other.login().username().equals(username);
  }

  private String way() {
    return auth != null ? auth : username != null ? "password" : "none";
  }

  private EndpointDraft place() {
    return new EndpointDraft(host, port, tls);
  }

  private SmtpSettings.Login login(List<Fault> faults) {
    switch (way()) {
      case "none" -> {
        if (username != null) {
          faults.add(new Fault("username", "is of no use with auth none: leave it out"));
        }
        if (password != null) {
          faults.add(new Fault("password", "is of no use without a username"));
        }
      }
      case "password" -> {
        if (username == null) {
          faults.add(new Fault("username", "is needed for auth password"));
        }
        if (password == null) {
          faults.add(
              new Fault(
                  "password",
                  "is needed; one that is set is kept only while host, port and username stay the"
                      + " same"));
        }
        if (username != null && password != null) {
          return new SmtpSettings.Login(username, password);
        }
      }
      case "oauth2" -> faults.add(new Fault("auth", "oauth2 is not available yet: use password"));
      default -> faults.add(new Fault("auth", "must be one of none, password"));
    }
    return null;
  }
}
