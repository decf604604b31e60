package org.workherald.smtp;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.workherald.settings.SecretBox;

/**
 * SMTP settings as they lie in the database.
 *
 * @param password sealed, or {@code null} when there is no login
 */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer replica may have written it
@RegisterForReflection
record StoredSmtp(
    String host,
    int port,
    TlsMode tls,
    String from,
    String fromName,
    String replyTo,
    String username,
    String password,
    int connections,
    int messagesPerMinute) {

  private static final String CONTEXT = "smtp.password";

  static StoredSmtp of(SmtpSettings settings, SecretBox box) {
    SmtpSettings.Login login = settings.login();
    return new StoredSmtp(
        settings.endpoint().host(),
        settings.endpoint().port(),
        settings.endpoint().tls(),
        settings.from(),
        settings.fromName(),
        settings.replyTo(),
        login == null ? null : login.username(),
        login == null ? null : box.seal(login.password(), CONTEXT),
        settings.connections(),
        settings.messagesPerMinute());
  }

  /**
   * @throws org.workherald.settings.UnreadableSecret when the password was sealed with another key
   */
  SmtpSettings settings(SecretBox box) {
    return new SmtpSettings(
        new Endpoint(host, port, tls),
        from,
        fromName,
        replyTo,
        username == null ? null : new SmtpSettings.Login(username, box.open(password, CONTEXT)),
        connections,
        messagesPerMinute);
  }
}
