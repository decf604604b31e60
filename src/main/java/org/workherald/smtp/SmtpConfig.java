package org.workherald.smtp;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/**
 * The deployment's mail server, in force while none is stored. All are texts: what is wrong with
 * them is told in plain words, and must not stop the service that holds the mails.
 */
@ConfigMapping(prefix = "workherald.smtp")
interface SmtpConfig {

  /** The mail server; unset: none. */
  Optional<String> host();

  /** Unset: 587 for starttls, 465 for implicit, 25 for none. */
  Optional<String> port();

  /** {@code starttls} (the default), {@code implicit}, or {@code none} for a relay on loopback. */
  Optional<String> tls();

  /** The sender's address. */
  Optional<String> from();

  /** The sender's name. */
  Optional<String> fromName();

  /** Where answers go. */
  Optional<String> replyTo();

  /** Unset: no login. */
  Optional<String> username();

  Optional<String> password();

  /** How many connections at a time, of all replicas together; unset: 3. */
  Optional<String> connections();

  /** How many mails a minute, all replicas together; 0, and unset: no limit. */
  Optional<String> messagesPerMinute();
}
