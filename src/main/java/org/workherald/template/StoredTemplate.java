package org.workherald.template;

import java.time.Instant;

/**
 * A revision of what is stored for an event and language.
 *
 * @param revision from 1; 0 when nothing was ever stored
 * @param template {@code null}: nothing is stored since then
 * @param restoredFrom the revision that it is a copy of, or {@code null}
 * @param by the name of whoever stored it
 */
record StoredTemplate(
    TemplateKey key,
    long revision,
    MailTemplate template,
    Long restoredFrom,
    Instant at,
    String by) {

  static StoredTemplate none(TemplateKey key) {
    return new StoredTemplate(key, 0, null, null, null, null);
  }
}
