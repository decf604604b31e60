package org.workherald.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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

  private static final Pattern LOOPBACK =
      Pattern.compile(
          "localhost\\.?|127(\\.\\d{1,3}){3}|\\[?(::1|(0{1,4}:){7}0{0,3}1)]?",
          Pattern.CASE_INSENSITIVE);

  /**
   * @throws InvalidSettings with everything that is wrong
   */
  SmtpSettings settings() {
    List<Fault> faults = new ArrayList<>();
    TlsMode mode = mode(faults);
    SmtpSettings.Login login = login(faults);
    SmtpSettings settings = null;
    try {
      settings =
          new SmtpSettings(
              place().bareHost(),
              place().port(mode),
              mode,
              from,
              fromName,
              replyTo,
              login,
              connections == null ? CONNECTIONS : connections,
              messagesPerMinute == null ? MESSAGES_PER_MINUTE : messagesPerMinute);
    } catch (InvalidSettings e) {
      faults.addAll(e.faults());
    }
    if (!faults.isEmpty()) {
      throw new InvalidSettings(faults);
    }
    return settings;
  }

  /**
   * Whether this wants to log in to the same server as the same user: then the password may be
   * kept. Anything else would hand it over to a server, or a user, that it was not meant for.
   */
  boolean isSameAccount(SmtpSettings other) {
    String bareHost = place().bareHost();
    return "password".equals(way())
        && other.login() != null
        && bareHost != null
        && bareHost.equalsIgnoreCase(other.host())
        && place().port(mode(new ArrayList<>())) == other.port()
        && other.login().username().equals(username);
  }

  private String way() {
    return auth != null ? auth : username != null ? "password" : "none";
  }

  private EndpointDraft place() {
    return new EndpointDraft(host, port, tls);
  }

  private TlsMode mode(List<Fault> faults) {
    TlsMode mode = place().mode(faults);
    if (mode == TlsMode.NONE && host != null && !LOOPBACK.matcher(host).matches()) {
      faults.add(
          new Fault(
              "tls",
              "may be none for a relay on the loopback address alone; use starttls or implicit"));
    }
    return mode;
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
