package org.workherald.access;

import java.util.Locale;

/** What the audit trail tells of. The words are part of the API: they never change. */
public enum AuditAction {
  ENCRYPTION_ROTATED,
  KEY_CREATED,
  KEY_REVOKED,
  SMTP_CHANGED,
  SMTP_DELETED,
  SMTP_TESTED,
  TEMPLATE_CHANGED,
  TEMPLATE_DELETED,
  TRUST_ADDED,
  TRUST_REMOVED,
  TRUST_RETRIEVED,
  USER_CHANGED,
  USER_DELETED;

  /** Such as {@code trust.added}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
