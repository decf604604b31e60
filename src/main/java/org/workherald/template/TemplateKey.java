package org.workherald.template;

import java.util.Comparator;
import java.util.Optional;
import org.workherald.http.LanguageTag;
import org.workherald.notification.Event;

/**
 * What a template is for.
 *
 * @param locale the canonical tag of a language (BCP 47)
 */
record TemplateKey(Event event, String locale) implements Comparable<TemplateKey> {

  private static final Comparator<TemplateKey> ORDER =
      Comparator.comparing(TemplateKey::event).thenComparing(TemplateKey::locale);

  /**
   * The key for a language as somebody has written it: {@code de_AT}, {@code iw}. That of {@code
   * no}, which covers both ways to write Norwegian, is {@code nb}, as it is for readers.
   */
  static TemplateKey of(Event event, String locale) {
    return new TemplateKey(
        event, LanguageTag.Known.canonical(locale).replaceFirst("^no(?=-|$)", "nb"));
  }

  /** The same for the language in general: that of {@code de-AT} is for {@code de}. */
  Optional<TemplateKey> wider() {
    int end = locale.lastIndexOf('-');
    // What is one letter only introduces the next part (RFC 4647 §3.4).
    if (end > 1 && locale.charAt(end - 2) == '-') {
      end -= 2;
    }
    return end < 0
        ? Optional.empty()
        : Optional.of(new TemplateKey(event, locale.substring(0, end)));
  }

  @Override
  public int compareTo(TemplateKey other) {
    return ORDER.compare(this, other);
  }

  /** For the audit trail and logs. */
  @Override
  public String toString() {
    return event.id() + "/" + locale;
  }
}
