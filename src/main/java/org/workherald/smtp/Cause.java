package org.workherald.smtp;

import java.util.Locale;

/** Why something failed between us and the mail server: the stable words of the HTTP contract. */
public enum Cause {
  UNCONFIGURED,
  UNKNOWN_HOST,
  REFUSED,
  TIMEOUT,
  NOT_SMTP,
  TLS_EXPECTED,
  STARTTLS_NOT_OFFERED,
  STARTTLS_REFUSED,
  INJECTED_PLAINTEXT,
  AUTH_NOT_OFFERED,
  UNTRUSTED_ISSUER,
  SELF_SIGNED,
  EXPIRED,
  NOT_YET_VALID,
  HOSTNAME_MISMATCH,
  WEAK_ALGORITHM,
  PROTOCOL_VERSION,
  LOGIN_REFUSED,
  PASSWORD_LOGIN_DISABLED,
  SENDER_REFUSED,
  RECIPIENT_REFUSED,
  QUOTA,
  THROTTLED,
  OTHER;

  /** The word, such as {@code untrusted-issuer}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
