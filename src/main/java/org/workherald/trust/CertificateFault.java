package org.workherald.trust;

import java.util.Locale;

/** Why a server's certificate was refused. The names are those of the HTTP contract's causes. */
public enum CertificateFault {
  UNTRUSTED_ISSUER,
  SELF_SIGNED,
  EXPIRED,
  NOT_YET_VALID,
  HOSTNAME_MISMATCH,
  WEAK_ALGORITHM,
  OTHER;

  /** The word, such as {@code untrusted-issuer}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
