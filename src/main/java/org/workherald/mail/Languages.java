package org.workherald.mail;

import io.quarkus.qute.i18n.Localized;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The languages that there are words in, and which of them a reader gets. */
@ApplicationScoped
class Languages {

  /** Names that a language goes by besides its own: what is asked for, what will do. */
  private static final Map<String, List<String>> ALSO =
      Map.of(
          "no", List.of("no", "nb"),
          "nn", List.of("nn", "nb"),
          "zh", List.of("zh", "zh-CN"),
          "zh-hans", List.of("zh-Hans", "zh-CN"),
          "zh-sg", List.of("zh-SG", "zh-CN"),
          "zh-hant", List.of("zh-Hant", "zh-TW"),
          "zh-hk", List.of("zh-HK", "zh-TW"),
          "zh-mo", List.of("zh-MO", "zh-TW"));

  private final Map<String, Words> words = new TreeMap<>();
  private final Map<String, Labels> labels = new HashMap<>();
  private final Language fallback;

  Languages(@Any Instance<Words> bundles, MailConfig config) {
    for (Instance.Handle<Words> bundle : bundles.handles()) {
      bundle.getBean().getQualifiers().stream()
          .filter(Localized.class::isInstance)
          .map(qualifier -> ((Localized) qualifier).value().replace('_', '-'))
          .forEach(tag -> words.put(tag, bundle.get()));
    }
    words.forEach((tag, bundle) -> labels.put(tag, Labels.of(bundle)));
    Language english = language("en", Locale.ENGLISH);
    fallback = closest(config.defaultLocale(), english);
  }

  Set<String> tags() {
    return words.keySet();
  }

  /**
   * The language closest to what the reader asked for: exactly it, else the same language, else the
   * default (the look-up of RFC 4647).
   *
   * @param tag as in BCP 47 or as Java wrote it ({@code ja_JP}, {@code iw}), or {@code null}
   */
  Language closestTo(String tag) {
    return tag == null ? fallback : closest(locale(tag), fallback);
  }

  private Language closest(Locale asked, Language otherwise) {
    return lookUp(asked, words.keySet())
        .map(Locale::forLanguageTag)
        .map(
            found -> {
              boolean same = found.getLanguage().equals(asked.getLanguage());
              String tag = found.toLanguageTag();
              return language(tag, same ? asked : found);
            })
        .orElse(otherwise);
  }

  private Language language(String tag, Locale region) {
    return new Language(tag, region, words.get(tag), labels.get(tag));
  }

  static Locale locale(String tag) {
    return Locale.forLanguageTag(tag.replace('_', '-')).stripExtensions();
  }

  /** Whichever of the tags is closest; perhaps not in its own case, before Java 21. */
  static Optional<String> lookUp(Locale asked, Collection<String> tags) {
    return asked.getLanguage().isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(
            Locale.lookupTag(LanguageRange.parse(asked.toLanguageTag(), ALSO), tags));
  }
}
