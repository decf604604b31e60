package org.workherald.trust;

/** Why a server's certificate was refused. The names are those of the HTTP contract's causes. */
public enum CertificateFault {
  UNTRUSTED_ISSUER,
  SELF_SIGNED,
  EXPIRED,
  NOT_YET_VALID,
  HOSTNAME_MISMATCH,
  WEAK_ALGORITHM,
  OTHER
}
