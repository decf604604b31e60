package org.workherald.mail;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The languages that there are words in, and which of them a reader gets. */
@ApplicationScoped
class Languages {

  /** One for each file of words: a folder in a jar or an executable is not to be listed. */
  static final List<String> TAGS =
      List.of(
          ("ar bg ca cs da de el en es fi fr he hr hu it ja kk ko nb nl pl pt pt-BR ro ru sk sl sv"
                  + " th tr zh-CN zh-TW")
              .split(" "));

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

  /** Of the languages that mails were written in so far. */
  private final Map<String, Words> words = new ConcurrentHashMap<>();

  private final Language fallback;

  Languages(MailConfig config) {
    fallback = closest(config.defaultLocale()).orElseGet(() -> language("en", Locale.ENGLISH));
  }

  /**
   * The language closest to what the reader asked for: exactly it, else the same language, else the
   * default (the look-up of RFC 4647).
   *
   * @param tag as in BCP 47 or as Java wrote it ({@code ja_JP}, {@code iw}), or {@code null}
   */
  Language closestTo(String tag) {
    return tag == null ? fallback : closest(locale(tag)).orElse(fallback);
  }

  private Optional<Language> closest(Locale asked) {
    return lookUp(asked, TAGS)
        .map(Locale::forLanguageTag)
        .map(
            found -> {
              boolean same = found.getLanguage().equals(asked.getLanguage());
              return language(found.toLanguageTag(), same ? asked : found);
            });
  }

  private Language language(String tag, Locale region) {
    return new Language(tag, region, words.computeIfAbsent(tag, Words::in));
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
